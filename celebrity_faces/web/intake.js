/** The ways in for a photo: chosen, taken with a phone's camera, dropped anywhere on the page, or pasted. */

/**
 * @param {{input: HTMLInputElement, page: HTMLElement, onPhoto: (photo: File) => void, onNothing: () => void}} options
 *     onNothing: something was dropped that is not a file
 */
export function watchIntake({ input, page, onPhoto, onNothing }) {
  input.addEventListener('change', () => {
    const photo = input.files?.[0];
    // Emptied, so that choosing the same file again is a change too.
    if (photo) onPhoto(photo);
    input.value = '';
  });
  watchDrop(page, onPhoto, onNothing);
  document.addEventListener('paste', (event) => {
    const photo = firstPhoto(event.clipboardData);
    if (!photo || page.hidden) return;
    event.preventDefault();
    onPhoto(photo);
  });
}

function watchDrop(page, onPhoto, onNothing) {
  // Entering a child leaves its parent: count, so that the highlight does not flicker.
  let depth = 0;
  const highlight = (change) => {
    depth = Math.max(0, change === 0 ? 0 : depth + change);
    document.body.toggleAttribute('data-dragging', depth > 0 && !page.hidden);
  };
  document.addEventListener('dragenter', () => highlight(1));
  document.addEventListener('dragleave', () => highlight(-1));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    highlight(0);
    if (page.hidden) return;
    const photo = firstPhoto(event.dataTransfer);
    if (photo) onPhoto(photo);
    else onNothing();
  });
}

/**
 * The first picture, else the first file: its refusal then says what is wrong with it.
 * @param {DataTransfer|null} data
 */
function firstPhoto(data) {
  const files = [...(data?.files ?? [])];
  return files.find((file) => file.type.startsWith('image/')) ?? files[0];
}
