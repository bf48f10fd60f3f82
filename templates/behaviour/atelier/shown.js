// Which of its two pictures an image shows: the whole one or the thumbnail.

/** The other picture takes the place of this one when it can be drawn; what was asked for last counts.
 * @param {Part} image
 * @param {"/picture" | "/thumbnail"} which */
export function showInstead(image, which) {
  const address = String(image.getAttribute("src")).replace(/\/(picture|thumbnail)(?=$|\?)/, which);
  if (image.dataset.coming === address) return;
  image.dataset.coming = address;
  const other = new Image();
  other.src = address;
  other.decode().then(
    () => {
      if (image.dataset.coming === address) image.src = address;
    },
    () => {
      if (image.dataset.coming === address) delete image.dataset.coming; // what is shown stays, and may be asked again
    },
  );
}
