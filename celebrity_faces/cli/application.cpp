#include "cli/application.hpp"

#include <optional>
#include <thread>

#include "blend/blend.hpp"
#include "cli/data_directory.hpp"
#include "cli/gallery_similarity.hpp"
#include "cli/on_first_use.hpp"
#include "faces/resources.hpp"
#include "index_client/index_client.hpp"

namespace faces {
namespace {

std::optional<BuiltinGallery> builtin_gallery() {
    const std::filesystem::path file = resource_directory() / "gallery" / "lfw.gallery";
    if (!std::filesystem::exists(file)) {
        return std::nullopt;
    }
    return read_builtin(file);
}

std::unique_ptr<VectorSearch> make_index(const ApplicationOptions& options, const EmbedderInfo& embedder) {
    if (!options.index_url.empty()) {
        return make_http_index(options.index_url, embedder);
    }
    return make_embedded_index(
        {.embedder = embedder, .snapshot = index_snapshot(options.data), .on_warning = options.on_warning});
}

std::unique_ptr<FaceDrawer> make_drawer(const VisionParts& vision) {
    if (vision.embedder->info().name != drawn_embedder) {
        return nullptr;
    }
    return std::make_unique<FaceDrawerOnFirstUse>([options = vision.options()] {
        return make_face_drawer({options.models, options.concurrency, options.precision});
    });
}

/// Where nothing is known, the default network's.
Similarity similarity_of(const EmbedderInfo& embedder, const Store& store) {
    return gallery_similarity(embedder, store)
        .value_or(Similarity(stranger_distances(std::span<const Embedding>{})));
}

}  // namespace

Application::Application(const ApplicationOptions& options, const VisionParts& vision)
    : store_(options.data),
      gallery_(store_, builtin_gallery(), options.with_builtin),
      index_(make_index(options, vision.embedder->info())),
      sync_(gallery_, *index_, vision.embedder->info()),
      blender_(std::make_unique<BlenderOnFirstUse>([options = vision.options()] {
          return make_landmark_morph({options.models, options.concurrency});
      })),
      drawer_(make_drawer(vision)),
      lookalike_(*vision.aligner, *vision.embedder, *index_, gallery_, *blender_, drawer_.get(),
                 similarity_of(vision.embedder->info(), store_)) {}

void Application::wait_until_settled(std::chrono::milliseconds at_most) const {
    const auto end = std::chrono::steady_clock::now() + at_most;
    while (!(is_ready() && index_->is_settled()) && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

}  // namespace faces
