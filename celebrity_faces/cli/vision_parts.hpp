#pragma once

#include <memory>
#include <string>

#include "vision/vision.hpp"

namespace faces {

/// What recognises faces, as the command line asks for it.
struct VisionParts {
    std::string detector_name = detector_names().front();
    unsigned threads = 0;  ///< 0: one a core

    /// Options for the subcommands that recognise.
    template <typename App>
    void add_options(App& app) {
        app.add_option("--detector", detector_name, "mtcnn, or haar as the original prototype had it")
            ->capture_default_str();
        app.add_option("--threads", threads, "Photos at the same time (0: one a core)")
            ->capture_default_str();
    }

    /// What the models are loaded with.
    [[nodiscard]] VisionOptions options() const;
    /// Loads what is used. Throws Error.
    void load();

    std::unique_ptr<Detector> detector;
    std::unique_ptr<Aligner> aligner;
    std::unique_ptr<Embedder> embedder;
};

}  // namespace faces
