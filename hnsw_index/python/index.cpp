#include "index.hpp"

#include <pybind11/stl.h>

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <utility>

#include "gil.hpp"

namespace hnsw::python {

namespace {

[[noreturn]] void refuse(const std::string& message) {
    throw std::runtime_error(message);
}

std::string name_of(Id id) {
    return "the label " + std::to_string(static_cast<std::uint64_t>(id));
}

}  // namespace

int PyIndex::default_threads() {
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

std::shared_ptr<hnsw::Index> PyIndex::index() const {
    if (!index_) refuse("the index is not there yet: call init_index or load_index first");
    return index_;
}

unsigned PyIndex::threads(int wanted) const {
    return static_cast<unsigned>(wanted > 0 ? wanted : num_threads_ > 0 ? num_threads_ : default_threads());
}

/// As hnswlib does, a few vectors are worked through on the caller's thread.
unsigned PyIndex::threads_for(std::size_t rows, int wanted) const {
    const unsigned most = threads(wanted);
    return rows <= 4 * std::size_t{most} ? 1 : most;
}

void PyIndex::init_index(const InitOptions& options) {
    if (index_) refuse("the index is there already: make another Index, or call load_index");
    index_ = std::make_shared<hnsw::Index>(
        IndexOptions{.dimension = dim_,
                     .metric = space_.metric(),
                     .links = options.links,
                     .ef_construction = options.ef_construction,
                     .seed = options.seed,
                     .storage = options.compact ? Storage::compact : Storage::exact});
    max_elements_ = options.max_elements;
    allow_replace_deleted_ = options.allow_replace_deleted;
}

void PyIndex::add_items(const Floats& data, const std::optional<Labels>& given, int num_threads,
                        bool replace_deleted) {
    const auto index = this->index();
    const Rows rows = rows_of(data, dim_);
    if (replace_deleted && !allow_replace_deleted_)
        refuse(
            "replace_deleted is True, and the index was made without it: "
            "give allow_replace_deleted=True to init_index or load_index");
    const UpsertOptions options{.threads = threads_for(rows.count, num_threads)};
    const py::gil_scoped_release release;
    const std::lock_guard adding(adding_);
    const std::vector<Id> ids = with_gil([&] { return ids_of(given, rows.count, next_label_); });
    const LabelSet labels(ids.begin(), ids.end());
    const auto known = std::ranges::count_if(labels, [&](Id id) { return index->contains(id); });
    const std::size_t fresh = labels.size() - static_cast<std::size_t>(known);
    const std::size_t size = index->size();
    const Places places = with_gil([&] { return places_for(labels, fresh, size, replace_deleted); });

    std::vector<Item> items(rows.count);
    for (std::size_t i = 0; i < rows.count; ++i) items[i] = {ids[i], ids[i], rows[i]};
    index->upsert(items, options);
    // Only now, as a refused batch replaces nothing.
    index->erase(places.replaced);
    with_gil([&] {
        unmark(places.replaced);
        unmark(places.revived);
        next_label_ += static_cast<Id>(rows.count);
    });
}

/// Throws std::runtime_error where there are not enough.
PyIndex::Places PyIndex::places_for(const LabelSet& ids, std::size_t fresh, std::size_t size,
                                    bool replace_deleted) const {
    Places places;
    if (marked_)
        for (const Id id : ids)
            if (marked_->contains(id)) places.revived.push_back(id);
    if (!places.revived.empty() && allow_replace_deleted_ && !replace_deleted)
        refuse(name_of(places.revived.front()) +
               " is marked as deleted: call unmark_deleted first, or add with replace_deleted=True");
    if (replace_deleted && marked_)
        for (auto i = marked_->begin(); i != marked_->end() && places.replaced.size() < fresh; ++i)
            if (!ids.contains(*i)) places.replaced.push_back(*i);
    const std::size_t more = fresh - places.replaced.size();
    if (more > 0 && size + more > max_elements_)
        refuse("the index has " + std::to_string(size) + " of at most " + std::to_string(max_elements_) +
               " vectors: call resize_index(" + std::to_string(size + more) + ") before adding " +
               std::to_string(more) + " more");
    return places;
}

/// Queries that run keep the set as they found it.
LabelSet& PyIndex::marked_to_change() {
    if (!marked_)
        marked_ = std::make_shared<LabelSet>();
    else if (marked_.use_count() > 1)
        marked_ = std::make_shared<LabelSet>(*marked_);
    return *marked_;
}

void PyIndex::unmark(std::span<const Id> ids) {
    if (ids.empty() || !marked_) return;
    LabelSet& marked = marked_to_change();
    for (const Id id : ids) marked.erase(id);
    if (marked.empty()) marked_.reset();
}

void PyIndex::mark_deleted(std::uint64_t label) {
    const Id id = static_cast<Id>(label);
    const auto index = this->index();
    if (!without_gil([&] { return index->contains(id); })) refuse(name_of(id) + " is not in the index");
    if (is_marked(id)) refuse(name_of(id) + " is marked as deleted already");
    marked_to_change().insert(id);
}

void PyIndex::unmark_deleted(std::uint64_t label) {
    const Id id = static_cast<Id>(label);
    const auto index = this->index();
    if (!without_gil([&] { return index->contains(id); })) refuse(name_of(id) + " is not in the index");
    if (!is_marked(id)) refuse(name_of(id) + " is not marked as deleted");
    unmark(std::span(&id, 1));
}

void PyIndex::erase(std::uint64_t label) {
    const Id id = static_cast<Id>(label);
    const auto index = this->index();
    without_gil([&] { index->erase(id); });
}

void PyIndex::resize_index(std::size_t new_size) {
    const auto index = this->index();
    const std::size_t size = without_gil([&] { return index->size(); });
    if (new_size < size)
        refuse("new_size is " + std::to_string(new_size) + ", and the index has " + std::to_string(size) +
               " vectors: give at least as many");
    max_elements_ = new_size;
}

std::size_t PyIndex::count() const {
    const auto index = index_;
    return index ? without_gil([&] { return index->size(); }) : 0;
}

py::tuple PyIndex::knn_query(const Floats& data, std::size_t k, int num_threads, const py::object& filter,
                             Way way) const {
    const auto index = this->index();
    const Rows rows = rows_of(data, dim_);
    LabelFilter labels(filter, marked_);
    const unsigned most = way == Way::graph ? threads_for(rows.count, num_threads) : threads(num_threads);
    return nearest({*index, space_, labels, way, ef_, most}, rows, k);
}

py::tuple PyIndex::range_query(const Floats& data, float radius, int num_threads,
                               const py::object& filter) const {
    const auto index = this->index();
    const Rows rows = rows_of(data, dim_);
    LabelFilter labels(filter, marked_);
    return within({*index, space_, labels, Way::graph, ef_, threads_for(rows.count, num_threads)}, rows,
                  radius);
}

py::object PyIndex::get_items(const std::optional<Labels>& ids, const std::string& return_type) const {
    const auto index = this->index();
    if (return_type != "numpy" && return_type != "list")
        throw py::value_error("return_type is '" + return_type + "': numpy and list are known");
    if (ids && ids->ndim() == 0)
        throw py::value_error("ids is one number: wanted is a list or an array of labels");
    const std::size_t count = ids ? static_cast<std::size_t>(ids->size()) : 0;
    auto vectors = table<Floats>(count, dim_);
    float* const values = vectors.mutable_data();
    const std::shared_ptr<const LabelSet> marked = marked_;
    without_gil([&] {
        for (std::size_t i = 0; i < count; ++i) {
            const Id id = static_cast<Id>(ids->data()[i]);
            const auto vector = marked && marked->contains(id) ? std::nullopt : index->vector_of(id);
            if (!vector) refuse(name_of(id) + " is not in the index, or marked as deleted");
            std::ranges::copy(*vector, values + i * dim_);
        }
    });
    if (return_type == "list") return vectors.attr("tolist")();
    return vectors;
}

std::vector<std::uint64_t> PyIndex::get_ids_list() const {
    const auto index = this->index();
    const std::vector<Id> ids = without_gil([&] { return index->ids(); });
    return {ids.begin(), ids.end()};
}

}  // namespace hnsw::python
