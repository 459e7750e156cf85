#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "faces/vector_search.hpp"

namespace faces {

/// The L2 distance up to which a face could be the same person as the nearest of so many: one stranger in a
/// hundred comes as near.
using SamePersonDistance = std::function<double(std::size_t faces)>;

struct UnlikeOptions {
    SamePersonDistance same_person_distance;
    /// Only the people of these faces are looked at; everybody where there are none.
    std::vector<FaceId> newcomers{};
    unsigned threads = 0;    ///< 0: one a core
    std::stop_token stop{};  ///< ends it after the faces at hand
    /// Called with the faces that are done and all there are to do, from the thread that called.
    std::function<void(std::size_t done, std::size_t total)> progress{};
};

/// A face that may be in the wrong person's folder: at least one of the two findings holds.
struct UnlikePhoto {
    FaceId face = 0;
    PersonId person = 0;
    std::size_t others = 0;              ///< the person's other faces
    bool unlike_others = false;          ///< farther from each of them than could be the same person
    std::optional<PersonId> looks_like;  ///< could be this one, and is nearer to them than to the others
};

/// The faces that look unlike the other faces of their person, in the given order. Of two faces that are
/// unlike each other both are named: which is wrong cannot be told. A face that is a person's only one is
/// compared with nobody. All embeddings have one length.
///
/// Measured with MobileFaceNet, whose limit falls from 1.12 for one other face to 0.95 for a hundred: of
/// CelebA's 17,384 photos that have two others or more, 1.72 % are beyond it, most of them wrong (the
/// distances to the nearest other photo fall off up to 1.0, and rise again where strangers' are); of LFW's
/// 7,606, 0.14 %. Of strangers' photos put in their place 99.6 % and 99.1 % are. One limit for all that 99 %
/// of CelebA's photos keep, 1.127, would let one wrong photo in sixteen pass.
[[nodiscard]] std::vector<UnlikePhoto> unlike_photos(std::span<const IndexedFace> faces,
                                                     const UnlikeOptions& options);

/// What was found, for people to read; `looks_like`: that person's name, where there is one.
[[nodiscard]] std::string reason_text(const UnlikePhoto& photo, const std::string& looks_like);

}  // namespace faces
