#pragma once

#include <vector>

namespace faces {

/// Why a likeness may be less than it seems.
enum class QualityNote { small, blurred, turned_away, dark, bright };

/// How well a photo shows a face.
struct FaceQuality {
    double eyes_px = 0;  ///< from eye to eye, px of the original photo
    double sharpness =
        0;            ///< fine detail against coarse, from 0 (a blur) to about 1: see lookalike/quality.cpp
    double yaw = 0;   ///< degrees that the head is turned to the side, positive to the viewer's right
    double roll = 0;  ///< degrees that the head is tilted, positive clockwise
    double brightness = 0;  ///< the face's mean luma, from 0 to 1
    double contrast = 0;    ///< the luma's standard deviation, from 0 to 0.5
    std::vector<QualityNote> notes{};
};

}  // namespace faces
