#include "requests.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <nlohmann/json.hpp>

#include "http_kit/error.hpp"

namespace hnsw::service {

namespace {

using nlohmann::json;

constexpr std::size_t max_queries = 1000;

[[noreturn]] void refuse(const std::string& where, const json& value, std::string_view wanted) {
    std::string text = value.dump();
    constexpr std::size_t enough = 60;
    if (text.size() > enough) text = text.substr(0, enough) + "…";
    throw Error(ErrorCode::invalid_argument, fmt::format("{} is {}, {} is wanted", where, text, wanted));
}

json parse_object(std::string_view body) {
    try {
        json value = json::parse(body);
        if (!value.is_object()) refuse("the body", value, "an object");
        return value;
    } catch (const json::exception& error) {
        // "[json.exception.parse_error.101] parse error at line 1, …": the part in brackets is the library's.
        const std::string_view message = error.what();
        throw http::Error(http::ErrorCode::invalid_request,
                          fmt::format("the body is no JSON: {}", message.substr(message.find(' ') + 1)));
    }
}

void check_members(const json& object, const std::string& where,
                   std::initializer_list<std::string_view> known) {
    for (const auto& [name, value] : object.items())
        if (std::ranges::find(known, name) == known.end())
            throw Error(ErrorCode::invalid_argument, fmt::format("{} has the member '{}', known are: {}",
                                                                 where, name, fmt::join(known, ", ")));
}

const json& member(const json& object, const std::string& where, const char* name) {
    const auto found = object.find(name);
    if (found == object.end())
        throw Error(ErrorCode::invalid_argument, fmt::format("{} lacks the member '{}'", where, name));
    return *found;
}

std::int64_t parse_integer(const json& value, const std::string& where) {
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    if (!value.is_number_integer() || (value.is_number_unsigned() && value.get<std::uint64_t>() > largest))
        refuse(where, value, "an integer of 64 bits");
    return value.get<std::int64_t>();
}

std::size_t parse_count(const json& object, const char* name, std::size_t otherwise) {
    const auto found = object.find(name);
    if (found == object.end()) return otherwise;
    const std::int64_t count = parse_integer(*found, name);
    if (count < 1) refuse(name, *found, "a number of at least 1");
    return static_cast<std::size_t>(count);
}

const json& array(const json& value, const std::string& where) {
    if (!value.is_array()) refuse(where, value, "an array");
    return value;
}

std::vector<float> parse_vector(const json& value, const std::string& where) {
    std::vector<float> vector;
    vector.reserve(array(value, where).size());
    for (const json& number : value) {
        if (!number.is_number())
            refuse(fmt::format("{}[{}]", where, vector.size()), number, "a finite number");
        vector.push_back(number.get<float>());
    }
    return vector;
}

std::vector<std::vector<float>> parse_vectors(const json& value, const std::string& where) {
    std::vector<std::vector<float>> vectors;
    for (const json& vector : array(value, where))
        vectors.push_back(parse_vector(vector, fmt::format("{}[{}]", where, vectors.size())));
    return vectors;
}

}  // namespace

UpsertRequest parse_upsert(std::string_view body) {
    const json object = parse_object(body);
    check_members(object, "the body", {"items"});
    const json& items = array(member(object, "the body", "items"), "items");
    UpsertRequest request;
    for (const json& item : items) {
        const std::string where = fmt::format("items[{}]", request.items.size());
        if (!item.is_object()) refuse(where, item, "an object");
        check_members(item, where, {"id", "group", "vector"});
        const Id id = parse_integer(member(item, where, "id"), where + ".id");
        const Group group = item.contains("group") ? parse_integer(item["group"], where + ".group") : id;
        request.vectors.push_back(parse_vector(member(item, where, "vector"), where + ".vector"));
        request.items.push_back({id, group, {}});
    }
    for (std::size_t i = 0; i < request.items.size(); ++i) request.items[i].vector = request.vectors[i];
    return request;
}

std::vector<Id> parse_delete(std::string_view body) {
    const json object = parse_object(body);
    check_members(object, "the body", {"ids"});
    std::vector<Id> ids;
    for (const json& id : array(member(object, "the body", "ids"), "ids"))
        ids.push_back(parse_integer(id, fmt::format("ids[{}]", ids.size())));
    return ids;
}

std::int64_t parse_revision(std::string_view body) {
    const json object = parse_object(body);
    check_members(object, "the body", {"revision"});
    return parse_integer(member(object, "the body", "revision"), "revision");
}

SearchRequest parse_search(std::string_view body) {
    const json object = parse_object(body);
    check_members(object, "the body", {"vector", "vectors", "k", "ef", "distinct_groups"});
    if (object.contains("vector") == object.contains("vectors"))
        throw Error(ErrorCode::invalid_argument, "the body wants either 'vector' or 'vectors'");
    SearchRequest request;
    if (object.contains("vector"))
        request.queries.push_back(parse_vector(object["vector"], "vector"));
    else
        request.queries = parse_vectors(object["vectors"], "vectors");
    if (request.queries.size() > max_queries)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("vectors has {} queries, at most {} go in one request",
                                request.queries.size(), max_queries));
    request.options.k = parse_count(object, "k", request.options.k);
    request.options.ef = parse_count(object, "ef", request.options.ef);
    if (const auto groups = object.find("distinct_groups"); groups != object.end()) {
        if (!groups->is_boolean()) refuse("distinct_groups", *groups, "true or false");
        request.options.distinct_groups = groups->get<bool>();
    }
    return request;
}

SearchRequest parse_knn(std::string_view body) {
    const json object = parse_object(body);
    SearchRequest request;
    request.queries = parse_vectors(member(object, "the body", "query"), "query");
    request.options.k = parse_count(object, "K", 5);
    request.options.ef = parse_count(object, "ef", 100);
    return request;
}

std::string search_json(const SearchResults& results) {
    json lists = json::array();
    for (const auto& hits : results) {
        json list = json::array();
        for (const Hit& hit : hits)
            list.push_back({{"id", hit.id}, {"group", hit.group}, {"distance", hit.distance}});
        lists.push_back(std::move(list));
    }
    return json{{"results", std::move(lists)}}.dump();
}

std::string knn_json(const SearchResults& results) {
    json lists = json::array();
    for (const auto& hits : results) {
        json list = json::array();
        for (const Hit& hit : hits) list.push_back(hit.id);
        lists.push_back(std::move(list));
    }
    return lists.dump();
}

std::string changed_json(const Changed& changed) {
    return json{{"changed", changed.changed}, {"size", changed.size}, {"revision", changed.revision}}.dump();
}

std::string status_json(const DurableIndex& durable) {
    const Index& index = durable.index();
    const IndexOptions& options = index.options();
    return json{{"version", FACES_VERSION},
                {"size", index.size()},
                {"groups", index.groups()},
                {"dimension", options.dimension},
                {"metric", metric_name(options.metric)},
                {"revision", index.revision()},
                {"durable", durable.is_durable()},
                {"kernels", index.kernels()},
                {"options",
                 {{"links", options.links},
                  {"base_links", options.base_links},
                  {"ef_construction", options.ef_construction},
                  {"level_multiplier", options.level_multiplier},
                  {"keep_pruned", options.keep_pruned},
                  {"seed", options.seed},
                  {"storage", storage_name(options.storage)}}}}
        .dump();
}

}  // namespace hnsw::service
