#include "vision/embedder_spec.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "faces/error.hpp"

namespace faces {
namespace {

using nlohmann::json;

/// Where networks that were trained in the way of ArcFace (Deng et al. 2019, arXiv:1801.07698) want the
/// landmarks, in a chip of 112 px.
constexpr Landmarks arcface_places{
    {{38.2946, 51.6963}, {73.5318, 51.5014}, {56.0252, 71.7366}, {41.5493, 92.3655}, {70.7299, 92.2041}}};
constexpr double arcface_px = 112;

/// A description, and the file it stands in for the messages.
class Description {
  public:
    explicit Description(const std::filesystem::path& file) : file_(file) {
        std::ifstream in(file);
        if (!in) {
            throw Error(
                ErrorCode::not_found,
                fmt::format(
                    "an embedder of your own is described in {}, which cannot be read: see docs/embedders.md",
                    file.string()));
        }
        values_ = json::parse(in, nullptr, false);
        if (!values_.is_object()) {
            refuse("is no JSON object");
        }
    }

    [[nodiscard]] const json* find(const char* key) const {
        const auto at = values_.find(key);
        return at == values_.end() ? nullptr : &*at;
    }
    [[nodiscard]] int whole(const char* key, int least, int most) const {
        const json* value = find(key);
        if (value == nullptr || !value->is_number_integer() || *value < least || *value > most) {
            refuse(fmt::format("needs \"{}\", a whole number from {} to {}; it has {}", key, least, most,
                               shown(value)));
        }
        return value->get<int>();
    }
    /// One of `words`, the first where the key is absent.
    [[nodiscard]] std::string word(const char* key, const std::vector<std::string>& words) const {
        const json* value = find(key);
        if (value == nullptr) {
            return words.front();
        }
        if (!value->is_string() || std::ranges::find(words, value->get<std::string>()) == words.end()) {
            refuse(
                fmt::format("has {} as \"{}\": it is one of {}", shown(value), key, fmt::join(words, ", ")));
        }
        return value->get<std::string>();
    }
    /// A number for all channels, or one each.
    [[nodiscard]] std::array<float, 3> channels(const char* key, float otherwise) const {
        const json* value = find(key);
        if (value == nullptr) {
            return {otherwise, otherwise, otherwise};
        }
        std::array<float, 3> numbers{};
        for (std::size_t i = 0; i < 3; ++i) {
            const bool each = value->is_array() && value->size() == 3;
            const json& number = each ? (*value)[i] : *value;
            if (!number.is_number() || !std::isfinite(number.get<double>())) {
                refuse(fmt::format(
                    "has {} as \"{}\": it is a number, or three in the order of the network's channels",
                    shown(value), key));
            }
            numbers[i] = number.get<float>();
        }
        return numbers;
    }
    [[noreturn]] void refuse(const std::string& why) const {
        throw Error(ErrorCode::invalid_argument, fmt::format("{} {}", file_.string(), why));
    }
    [[nodiscard]] static std::string shown(const json* value) {
        return value == nullptr ? "none" : value->dump();
    }

  private:
    std::filesystem::path file_;
    json values_;
};

/// "arcface", "dlib", or five points [x, y] in pixels of the chip.
std::optional<Landmarks> places(const Description& description, int size) {
    const json* value = description.find("alignment");
    if (value != nullptr && value->is_array() && value->size() == 5) {
        Landmarks points;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const json& point = (*value)[i];
            if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number()) {
                description.refuse(
                    fmt::format("has {} as a point of \"alignment\": a point is [x, y]", point.dump()));
            }
            points[i] = {point[0].get<double>(), point[1].get<double>()};
        }
        return points;
    }
    if (value != nullptr && !value->is_string()) {
        description.refuse(fmt::format(
            "has {} as \"alignment\": it is \"arcface\", \"dlib\", or the five places [x, y] of the left "
            "eye, the right eye, the nose, the mouth's left and right corner",
            value->dump()));
    }
    if (description.word("alignment", {"arcface", "dlib"}) == "dlib") {
        return std::nullopt;
    }
    return scaled(arcface_places, size / arcface_px);
}

EmbedderSpec described(const std::filesystem::path& network) {
    if (!std::filesystem::exists(network)) {
        throw Error(ErrorCode::not_found, fmt::format("there is no network {}", network.string()));
    }
    const Description description(std::filesystem::path(network).replace_extension(".json"));
    EmbedderSpec spec;
    const json* name = description.find("name");
    if (name == nullptr || !name->is_string() || name->get<std::string>().empty()) {
        description.refuse("needs \"name\": the gallery keeps it with each embedding");
    }
    spec.name = name->get<std::string>();
    if (std::ranges::find(embedder_names(), spec.name) != embedder_names().end()) {
        description.refuse(fmt::format(
            "has the name \"{}\", which is an embedder's that comes with the program", spec.name));
    }
    spec.network = network;
    spec.size = description.whole("size", 16, 1024);
    spec.dimension = description.whole("dimension", 1, 4096);
    spec.unit_length = description.word("metric", {"cosine", "l2"}) == "cosine";
    spec.places = places(description, spec.size);
    spec.steps = PixelSteps{.blue_first = description.word("colour_order", {"rgb", "bgr"}) == "bgr",
                            .mean = description.channels("mean", 0),
                            .scale = description.channels("scale", 1)};
    return spec;
}

}  // namespace

const std::vector<std::string>& embedder_names() {
    static const std::vector<std::string> names{"mobilefacenet", "dlib-resnet-v1"};
    return names;
}

EmbedderSpec embedder_spec(const std::string& name_or_file, const std::filesystem::path& models) {
    EmbedderSpec spec{.name = name_or_file, .network = models / (name_or_file + ".xml"), .dimension = 128};
    if (name_or_file == "mobilefacenet") {
        spec.size = 112;
        spec.unit_length = true;
        spec.places = arcface_places;
        return spec;
    }
    if (name_or_file == "dlib-resnet-v1") {
        spec.size = 150;
        return spec;
    }
    const std::string extension = std::filesystem::path(name_or_file).extension().string();
    if (extension != ".onnx" && extension != ".xml") {
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format(
                "embedder \"{}\" is unknown: {} come with the program, and FILE.onnx is one of your own",
                name_or_file, fmt::join(embedder_names(), " and ")));
    }
    return described(name_or_file);
}

}  // namespace faces
