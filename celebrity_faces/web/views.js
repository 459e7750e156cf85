/** The views that a face can be searched by, as people read them. */

/** @type {import('./api.js').ViewName[]} */
export const allViews = ['aligned', 'whole', 'crop', 'wide'];

/** @type {Record<string, {title: string, description: string}>} */
export const viewTexts = {
  aligned: { title: 'Aligned face', description: 'Turned upright and centred: what the network was trained on.' },
  whole: { title: 'Whole photo', description: 'Everything in the photo, scaled to the network’s input.' },
  crop: { title: 'Face crop', description: 'The box around the face, as the detector gives it.' },
  wide: { title: 'Wider crop', description: 'The box widened, with more of the hair and the surroundings.' },
};
