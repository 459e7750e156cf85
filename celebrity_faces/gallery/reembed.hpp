#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "faces/embedder.hpp"
#include "gallery/store.hpp"

namespace faces {

struct ReembedOptions {
    unsigned threads = 0;  ///< 0: one a core
    std::stop_token stop;  ///< ends it after the faces at hand; what was made is kept for the next time
    /// Called with the faces that are done and all there are, from the thread that called.
    std::function<void(std::size_t done, std::size_t total)> progress{};
};

/// A face that no embedding could be made of.
struct ReembedFailure {
    std::string person, photo, reason;
};

struct ReembedSummary {
    std::size_t faces = 0;  ///< of the gallery
    std::size_t made = 0;   ///< now; the others were made before a stop
    std::vector<ReembedFailure> failures;
    bool exchanged = false;  ///< the gallery holds the new embeddings
};

/// Makes every face's embedding anew with another embedder, from the copies of the photos that the store
/// keeps. New ones lie beside the old until each face has one, and are then exchanged at once: at no moment
/// does a gallery hold both kinds, and a stop or a kill loses nothing. Where a face cannot be embedded the
/// gallery stays as it was.
///
/// Throws Error(conflict) where an import is running, or faces have no photo to be embedded from.
ReembedSummary reembed(Store& store, const Aligner& aligner, const Embedder& embedder,
                       const ReembedOptions& options = {});

}  // namespace faces
