#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "cli/vision_parts.hpp"
#include "faces/blender.hpp"
#include "faces/face_drawer.hpp"
#include "faces/vector_search.hpp"
#include "gallery/gallery.hpp"
#include "gallery/index_sync.hpp"
#include "gallery/store.hpp"
#include "lookalike/lookalike.hpp"

namespace faces {

struct ApplicationOptions {
    std::filesystem::path data;
    bool with_builtin = false;
    std::string index_url;  ///< of the program hnsw-index; empty: the index is inside this process
    std::function<void(const std::string&)> on_warning;
};

/// Where every part is chosen and joined: what answers a photo. The vision parts must be loaded and outlive
/// it.
class Application {
  public:
    Application(const ApplicationOptions& options, const VisionParts& vision);

    /// Brings the index up to the store.
    void sync() { sync_.sync_once(); }
    /// Keeps it there until asked to stop; see IndexSync::follow.
    void follow(const std::stop_token& stop, const std::function<void(const std::exception&)>& on_error) {
        sync_.follow(stop, on_error);
    }

    /// Whether the index holds the whole gallery; see IndexSync::is_whole.
    [[nodiscard]] bool is_ready() const { return sync_.is_whole(); }

    /// Waits until it does and nothing is being built any more, so that the first answer is as fast as any;
    /// at most so long, for a large gallery takes minutes and is searched meanwhile.
    void wait_until_settled(std::chrono::milliseconds at_most) const;

    [[nodiscard]] const Lookalike& lookalike() const { return lookalike_; }
    [[nodiscard]] const Gallery& gallery() const { return gallery_; }
    [[nodiscard]] const Store& store() const { return store_; }
    [[nodiscard]] VectorSearch& index() const { return *index_; }

  private:
    Store store_;
    Gallery gallery_;
    std::unique_ptr<VectorSearch> index_;
    IndexSync sync_;
    std::unique_ptr<Blender> blender_;
    std::unique_ptr<FaceDrawer> drawer_;  ///< none for another embedder than the default
    Lookalike lookalike_;
};

}  // namespace faces
