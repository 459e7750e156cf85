/** The views that a face can be searched by, as people read them. */

/** @type {import('./api.js').ViewName[]} */
export const allViews = ['aligned', 'whole', 'crop', 'wide'];

/**
 * What is said of a view, and `amongOthers` besides where the photo has several faces.
 * @type {Record<string, {title: string, description: string, amongOthers?: string}>}
 */
export const viewTexts = {
  aligned: { title: 'Aligned face', description: 'Turned upright and centred: what the network was trained on.' },
  whole: { title: 'Whole photo', description: 'Everything in the photo, scaled to the network’s input.',
    amongOthers: 'It is one for all faces, and so are its people.' },
  crop: { title: 'Face crop', description: 'The box around the face, as the detector gives it.' },
  wide: { title: 'Wider crop', description: 'The box widened, with more of the hair and the surroundings.' },
};
