/** The ways in for a photo: chosen, taken with a phone's camera, or dropped or pasted anywhere on any of the pages. */

/** @typedef {'dropped'|'pasted'} Way */

/**
 * @param {{input: HTMLInputElement, onPhoto: (photo: File) => void, onNothing: (way: Way) => void}} options
 *     onNothing: something was dropped or pasted that is not a file
 */
export function watchIntake({ input, onPhoto, onNothing }) {
  input.addEventListener('change', () => {
    const photo = input.files?.[0];
    // Emptied, so that choosing the same file again is a change too.
    if (photo) onPhoto(photo);
    input.value = '';
  });
  /** @param {Event} event @param {DataTransfer|null} data @param {Way} way */
  const take = (event, data, way) => {
    if (isForField(event.target, data)) return;
    event.preventDefault();
    const photo = firstPhoto(data);
    if (photo) onPhoto(photo);
    else onNothing(way);
  };
  document.addEventListener('paste', (event) => take(event, event.clipboardData, 'pasted'));
  document.addEventListener('drop', (event) => take(event, event.dataTransfer, 'dropped'));
  highlightDrag();
}

function highlightDrag() {
  // Entering a child leaves its parent: count, so that the highlight does not flicker.
  let depth = 0;
  const highlight = (nested) => {
    depth = Math.max(0, nested);
    document.body.toggleAttribute('data-dragging', depth > 0);
  };
  document.addEventListener('dragenter', () => highlight(depth + 1));
  document.addEventListener('dragleave', () => highlight(depth - 1));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', () => highlight(0));
}

/** Whether it is text for a field, such as a name to search for. */
function isForField(target, data) {
  return target instanceof Element && target.matches('input:not([type="file"])') && data?.types.includes('text/plain');
}

/**
 * The first picture, else the first file: its refusal then says what is wrong with it.
 * @param {DataTransfer|null} data
 */
function firstPhoto(data) {
  const files = [...(data?.files ?? [])];
  return files.find((file) => file.type.startsWith('image/')) ?? files[0];
}
