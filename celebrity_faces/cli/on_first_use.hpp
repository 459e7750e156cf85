#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "faces/blender.hpp"
#include "faces/detector.hpp"
#include "faces/face_drawer.hpp"

namespace faces {

/// Made when it is first asked for: networks that most commands never run take no time and memory of them.
template <typename Part>
class OnFirstUse {
  public:
    explicit OnFirstUse(std::function<std::unique_ptr<Part>()> make) : make_(std::move(make)) {}

    /// Throws what making throws, and tries again the next time then.
    [[nodiscard]] const Part& get() const {
        std::call_once(made_, [this] { part_ = make_(); });
        return *part_;
    }

  private:
    std::function<std::unique_ptr<Part>()> make_;
    mutable std::once_flag made_;
    mutable std::unique_ptr<Part> part_;
};

class DetectorOnFirstUse final : public Detector {
  public:
    explicit DetectorOnFirstUse(std::function<std::unique_ptr<Detector>()> make)
        : detector_(std::move(make)) {}
    [[nodiscard]] std::vector<Face> detect(const Image& image) const override {
        return detector_.get().detect(image);
    }

  private:
    OnFirstUse<Detector> detector_;
};

class BlenderOnFirstUse final : public Blender {
  public:
    explicit BlenderOnFirstUse(std::function<std::unique_ptr<Blender>()> make) : blender_(std::move(make)) {}
    [[nodiscard]] Image blend(const Chip& a, const Chip& b, double t) const override {
        return blender_.get().blend(a, b, t);
    }

  private:
    OnFirstUse<Blender> blender_;
};

class FaceDrawerOnFirstUse final : public FaceDrawer {
  public:
    explicit FaceDrawerOnFirstUse(std::function<std::unique_ptr<FaceDrawer>()> make)
        : drawer_(std::move(make)) {}
    [[nodiscard]] std::vector<Image> draw(std::span<const Embedding> embeddings) const override {
        return drawer_.get().draw(embeddings);
    }

  private:
    OnFirstUse<FaceDrawer> drawer_;
};

}  // namespace faces
