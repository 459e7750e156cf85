#pragma once

#include <memory>
#include <string>

#include "vision/vision.hpp"

namespace faces {

/// What recognises faces, as the command line asks for it.
struct VisionParts {
    std::string detector_name = detector_names().front();
    std::string embedder_name = embedder_names().front();
    std::string precision = "auto";
    unsigned threads = 0;  ///< 0: one a core

    /// Options for the subcommands that recognise.
    template <typename App>
    void add_options(App& app) {
        app.add_option("--detector", detector_name,
                       "centerface, mtcnn, or haar as the original prototype had it")
            ->capture_default_str();
        add_embedder_options(app);
    }
    /// Those of a subcommand to which each request names its detector.
    template <typename App>
    void add_embedder_options(App& app) {
        app.add_option(
               "--embedder", embedder_name,
               "mobilefacenet, dlib-resnet-v1, or FILE.onnx, a network of your own that FILE.json describes")
            ->envname("CELEBRITY_FACES_EMBEDDER")
            ->capture_default_str();
        app.add_option("--precision", precision,
                       "bf16, f32, or auto: bf16 where the processor computes in it")
            ->capture_default_str();
        app.add_option("--threads", threads, "Photos at the same time (0: one a core)")
            ->capture_default_str();
    }

    /// What the models are loaded with.
    [[nodiscard]] VisionOptions options() const;
    /// Loads what is used. Throws Error.
    void load();

    /// An empty photo and an empty chip on each thread: each network has run in the shape that was prepared
    /// last, and its next run in another is slower by a half. The first photo is not to pay for that.
    void rehearse() const;

    std::unique_ptr<Detector> detector;
    std::unique_ptr<Aligner> aligner;
    std::unique_ptr<Embedder> embedder;
};

}  // namespace faces
