// The place where a page takes files: a field to choose them with, and the whole page to drop them on.

/** Takes the files that are chosen with the field of a box or dropped anywhere on the page. While files are over the page, the box is marked. */
export function attachFiles(box: HTMLElement, take: (files: readonly File[]) => void): void {
  const field = box.querySelector<HTMLInputElement>("input[type=file]");
  field?.addEventListener("change", () => {
    const files = [...(field.files ?? [])];
    field.value = ""; // so that the same file can be chosen again
    if (files.length > 0) take(files);
  });
  const mark = (isOver: boolean): boolean => box.toggleAttribute("data-over", isOver);
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return; // a text that is dragged into a field
    event.preventDefault();
    mark(true);
  });
  addEventListener("dragleave", ({ relatedTarget }) => void (relatedTarget === null && mark(false))); // it leaves the page, not an element of it
  addEventListener("drop", (event) => {
    mark(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    take([...(event.dataTransfer?.files ?? [])]);
  });
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes("Files") === true;
}
