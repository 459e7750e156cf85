#include "evaluation/embedding_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "faces/error.hpp"

namespace faces {

using nlohmann::json;

EmbeddingFile EmbeddingFile::read(const std::filesystem::path& file, const std::string& made_by) {
    EmbeddingFile result{made_by, {}};
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return result;
    }
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), {}};
    try {
        const json content = json::from_cbor(bytes);
        const auto maker = content.at("made_by").get<std::string>();
        if (made_by.empty()) {
            result.made_by = maker;
        } else if (maker != made_by) {
            throw Error(ErrorCode::conflict,
                        fmt::format("{} was made by {}, and {} is asked for: remove it or name another file",
                                    file.string(), maker, made_by));
        }
        for (const auto& [name, photo] : content.at("photos").items()) {
            if (photo.is_string()) {
                result.photos[name] = {std::nullopt, photo.get<std::string>()};
            } else {
                result.photos[name] = {photo.get<Embedding>(), {}};
            }
        }
    } catch (const json::exception& error) {
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} is no file of embeddings: remove it or name another ({})", file.string(),
                                error.what()));
    }
    return result;
}

void EmbeddingFile::write(const std::filesystem::path& file) const {
    json content{{"made_by", made_by}, {"photos", json::object()}};
    for (const auto& [name, photo] : photos) {
        content["photos"][name] = photo.embedding ? json(*photo.embedding) : json(photo.problem);
    }
    const std::vector<std::uint8_t> bytes = json::to_cbor(content);
    const std::filesystem::path part = file.string() + ".part";
    std::ofstream out(part, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    out.close();
    std::error_code problem;
    if (out) {
        std::filesystem::rename(part, file, problem);
    }
    if (!out || problem) {
        throw Error(ErrorCode::unavailable, fmt::format("{} cannot be written{}", file.string(),
                                                        problem ? ": " + problem.message() : std::string()));
    }
}

}  // namespace faces
