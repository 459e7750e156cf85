#include <nlohmann/json.hpp>
#include <stdexcept>

#include "pipeline.hpp"
#include "terminal_kit/child_process.hpp"

namespace faces::bench {
namespace {

class FaceApi final : public Pipeline {
  public:
    explicit FaceApi(const std::filesystem::path& folder)
        : process_({"node", (folder / "face_api.mjs").string()}) {
        version_ = answer().at("ready").get<std::string>();
    }
    [[nodiscard]] std::string name() const override { return "face-api " + version_ + ", WebAssembly"; }
    /// Reads the file itself, the first time, outside of what it times.
    [[nodiscard]] Run run(const std::filesystem::path& photo,
                          std::span<const std::uint8_t> /*bytes*/) override {
        process_.tell(photo.string());
        const nlohmann::json json = answer();
        return {json.at("ms").get<double>(), json.at("faces").get<std::size_t>()};
    }

  private:
    [[nodiscard]] nlohmann::json answer() const {
        const std::string line = process_.answer();
        if (line.empty()) {
            throw std::runtime_error("face-api has ended: see what it says above");
        }
        return nlohmann::json::parse(line);
    }

    terminal::ChildProcess process_;
    std::string version_;
};

}  // namespace

std::unique_ptr<Pipeline> make_face_api(const std::filesystem::path& folder) {
    if (!std::filesystem::exists(folder / "node_modules/@vladmandic/face-api")) {
        return nullptr;
    }
    try {
        return std::make_unique<FaceApi>(folder);
    } catch (const std::exception&) {
        return nullptr;  // no Node.js, or one that is too old
    }
}

}  // namespace faces::bench
