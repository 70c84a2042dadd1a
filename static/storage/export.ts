// Writes the file that carries saved values from one browser to another.

/** The version of the file's form. Files without a version hold the saved values alone and do not name the site. */
export const version = 1;

export function writeExport(site: string, kept: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ version, site, kept }, null, 2)}\n`;
}
