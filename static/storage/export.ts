// The file that takes what one browser keeps to another.

/** The version of the file. Before there were any it was what is kept alone, and did not say of which site. */
export const version = 1;

export function writeExport(site: string, kept: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ version, site, kept }, null, 2)}\n`;
}
