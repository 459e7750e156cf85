#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "durable_index.hpp"
#include "hnsw/index.hpp"

/// The JSON of openapi.yaml. Readers throw http::Error(invalid_request) for a text that is no JSON, and
/// hnsw::Error(invalid_argument), which names the value by its place, for JSON that says something else.
namespace hnsw::service {

struct UpsertRequest {
    std::vector<std::vector<float>> vectors;
    std::vector<Item> items;  ///< which show into `vectors`
};
[[nodiscard]] UpsertRequest parse_upsert(std::string_view body);

[[nodiscard]] std::vector<Id> parse_delete(std::string_view body);
[[nodiscard]] std::int64_t parse_revision(std::string_view body);

struct SearchRequest {
    std::vector<std::vector<float>> queries;
    SearchOptions options;
};
[[nodiscard]] SearchRequest parse_search(std::string_view body);
/// The prototype's form: `query`, `K` and `ef`; other members are passed over.
[[nodiscard]] SearchRequest parse_knn(std::string_view body);

using SearchResults = std::vector<std::vector<Hit>>;
[[nodiscard]] std::string search_json(const SearchResults& results);
[[nodiscard]] std::string knn_json(const SearchResults& results);
[[nodiscard]] std::string changed_json(const Changed& changed);
[[nodiscard]] std::string status_json(const DurableIndex& index);

}  // namespace hnsw::service
