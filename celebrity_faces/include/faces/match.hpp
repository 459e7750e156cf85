#pragma once

#include <optional>
#include <string>
#include <vector>

#include "faces/embedder.hpp"
#include "faces/people.hpp"
#include "faces/quality.hpp"

namespace faces {

/// Which part of the photo is embedded. `aligned` is what the network was trained on; the others are the
/// original prototype's: the whole photo scaled, the detector's crop, and the crop widened by 0.4 of its
/// width to the left, 0.4 of its height to the top, 0.2 to the right and bottom.
enum class View { aligned, whole, crop, wide };

/// One person who looks like the face.
struct Match {
    PersonId person = 0;
    std::string name;
    float distance = 0;     ///< L2, to the nearest face; of several faces half of that and half to their mean
    double similarity = 0;  ///< per cent, from 0 to 100: see lookalike/similarity.hpp
    std::optional<PhotoId> photo;  ///< the photo with the nearest face; absent where none may be shown
    FaceId face = 0;               ///< the nearest stored face
};

struct ViewMatches {
    View view = View::aligned;
    Embedding embedding;
    Chip portrait;  ///< the picture of this view, for people to look at and for the blend
    std::vector<Match> matches;
};

struct FaceMatches {
    Face face;  ///< in upright original pixels
    FaceQuality quality;
    std::vector<ViewMatches> views;
};

}  // namespace faces
