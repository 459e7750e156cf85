#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "faces/error.hpp"
#include "index_client/http_client.hpp"
#include "index_client/index_client.hpp"

namespace faces {
namespace {

using Json = nlohmann::json;

/// Vectors a request: about 1.5 MB of JSON, well below what the server takes.
constexpr std::size_t batch = 1000;

/// Speaks hnsw_index/openapi.yaml.
class HttpIndex final : public VectorSearch {
  public:
    HttpIndex(const std::string& url, const EmbedderInfo& embedder) : client_(url) {
        const Json status = this->status();
        const auto dimension = status.at("dimension").get<int>();
        const auto metric = status.at("metric").get<std::string>();
        if (dimension != embedder.dimension || metric != embedder.metric) {
            throw Error(ErrorCode::conflict,
                        fmt::format("the index at {} has {} dimensions and metric {}, the embedder {} wants "
                                    "{} and {}: start it "
                                    "with --dimension {} --metric {}",
                                    client_.base(), dimension, metric, embedder.name, embedder.dimension,
                                    embedder.metric, embedder.dimension, embedder.metric));
        }
    }

    [[nodiscard]] std::vector<Hit> search(std::span<const float> query, std::size_t k) const override {
        const Json answer = post("/v1/search", {{"vector", query}, {"k", k}, {"distinct_groups", true}});
        std::vector<Hit> hits;
        for (const Json& hit : answer.at("results").at(0)) {
            hits.push_back({hit.at("id").get<FaceId>(), hit.at("group").get<PersonId>(),
                            hit.at("distance").get<float>()});
        }
        return hits;
    }
    void upsert(std::span<const IndexedFace> faces) override {
        for (std::size_t first = 0; first < faces.size(); first += batch) {
            Json items = Json::array();
            for (const IndexedFace& face : faces.subspan(first, std::min(batch, faces.size() - first))) {
                items.push_back({{"id", face.face}, {"group", face.person}, {"vector", face.embedding}});
            }
            post("/v1/upsert", {{"items", std::move(items)}});
        }
    }
    void remove(std::span<const FaceId> faces) override { post("/v1/delete", {{"ids", faces}}); }
    void clear() override { post("/v1/clear", Json::object()); }
    [[nodiscard]] std::int64_t revision() const override {
        return status().at("revision").get<std::int64_t>();
    }
    void set_revision(std::int64_t revision) override { post("/v1/revision", {{"revision", revision}}); }
    [[nodiscard]] std::size_t size() const override { return status().at("size").get<std::size_t>(); }
    void save() override { post("/v1/save", Json::object()); }

  private:
    [[nodiscard]] Json status() const { return checked("/v1/status", client_.get("/v1/status")); }
    Json post(const std::string& path, const Json& body) const {
        return checked(path, client_.post(path, body.dump()));
    }

    [[nodiscard]] Json checked(const std::string& path, const HttpAnswer& answer) const {
        Json json = Json::parse(answer.body, nullptr, false);
        if (answer.status == 200 && !json.is_discarded()) {
            return json;
        }
        const std::string detail = json.is_object() ? json.value("detail", "") : "";
        throw Error(answer.status == 400 || answer.status == 422 ? ErrorCode::invalid_argument
                                                                 : ErrorCode::unavailable,
                    fmt::format("the index at {} answered {} with status {}{}{}", client_.base(), path,
                                answer.status, detail.empty() ? "" : ": ", detail));
    }

    HttpClient client_;
};

}  // namespace

std::unique_ptr<VectorSearch> make_http_index(const std::string& url, const EmbedderInfo& embedder) {
    try {
        return std::make_unique<HttpIndex>(url, embedder);
    } catch (const Json::exception&) {
        throw Error(ErrorCode::unavailable, fmt::format("what answers at {} is not an hnsw-index", url));
    }
}

}  // namespace faces
