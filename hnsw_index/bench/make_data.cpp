/// hnsw-bench-data: makes the data of the benchmark's published figures: unit vectors, queries, and each
/// query's exact nearest by looking at all.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "distance/kernels.hpp"

namespace {

struct Options {
    std::string kind, prefix;
    std::size_t vectors = 200'000, queries = 10'000, dimension = 128, seed = 42;
};

constexpr std::size_t photos_a_person = 10;
constexpr std::size_t truth_k = 10;

void bring_to_unit_length(float* vector, std::size_t dimension) {
    double sum = 0;
    for (std::size_t d = 0; d < dimension; ++d) sum += double{vector[d]} * double{vector[d]};
    for (std::size_t d = 0; d < dimension; ++d) vector[d] = static_cast<float>(vector[d] / std::sqrt(sum));
}

/// "uniform": directions without structure, the worst case. "faces": people with ten photos each, whose
/// embeddings scatter three quarters as far around the person as people do; later dimensions matter less, as
/// in real embeddings.
class Source {
  public:
    explicit Source(const Options& options) : options_(options), random_(options.seed) {
        if (options.kind != "faces" && options.kind != "uniform")
            throw std::runtime_error(
                fmt::format("the kind is '{}': faces and uniform are known", options.kind));
        for (std::size_t d = 0; d < options.dimension; ++d)
            spread_.push_back(std::pow(static_cast<float>(d + 1), -0.35F));
        if (options.kind == "faces")
            people_ = gaussian((options.vectors + photos_a_person - 1) / photos_a_person);
    }

    /// In no order of people.
    std::vector<float> vectors() {
        std::vector<std::size_t> order(options_.vectors);
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i / photos_a_person;
        std::ranges::shuffle(order, random_);
        return around(order);
    }
    /// New photos of people drawn by lot.
    std::vector<float> queries() {
        std::vector<std::size_t> people(options_.queries);
        for (auto& person : people)
            person = random_() % ((options_.vectors + photos_a_person - 1) / photos_a_person);
        return around(people);
    }

  private:
    std::vector<float> gaussian(std::size_t count) {
        std::normal_distribution<float> normal;
        std::vector<float> values(count * options_.dimension);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = normal(random_) * (options_.kind == "faces" ? spread_[i % options_.dimension] : 1);
        return values;
    }
    std::vector<float> around(const std::vector<std::size_t>& people) {
        std::vector<float> values = gaussian(people.size());
        const std::size_t dimension = options_.dimension;
        for (std::size_t i = 0; i < people.size(); ++i) {
            float* vector = values.data() + i * dimension;
            if (!people_.empty())
                for (std::size_t d = 0; d < dimension; ++d)
                    vector[d] = people_[people[i] * dimension + d] + 0.75F * vector[d];
            bring_to_unit_length(vector, dimension);
        }
        return values;
    }

    const Options& options_;
    std::mt19937_64 random_;
    std::vector<float> spread_, people_;
};

/// The nearest of one query, nearest first.
void find_nearest(const Options& options, const std::vector<float>& base, const float* query,
                  std::int32_t* ids) {
    static const hnsw::Kernels& kernels = hnsw::choose_kernels();
    constexpr std::size_t batch = 256;
    std::vector<std::pair<float, std::int32_t>> nearest;
    const float* rows[batch];
    float products[batch];
    for (std::size_t first = 0; first < options.vectors; first += batch) {
        const std::size_t count = std::min(batch, options.vectors - first);
        for (std::size_t i = 0; i < count; ++i) rows[i] = base.data() + (first + i) * options.dimension;
        kernels.inner_product(query, rows, count, options.dimension, products);
        for (std::size_t i = 0; i < count; ++i)
            if (nearest.size() < truth_k || -products[i] < nearest.front().first) {
                nearest.emplace_back(-products[i], static_cast<std::int32_t>(first + i));
                std::ranges::push_heap(nearest);
                if (nearest.size() > truth_k) {
                    std::ranges::pop_heap(nearest);
                    nearest.pop_back();
                }
            }
    }
    std::ranges::sort_heap(nearest);
    std::ranges::transform(nearest, ids, &std::pair<float, std::int32_t>::second);
}

std::vector<std::int32_t> truth(const Options& options, const std::vector<float>& base,
                                const std::vector<float>& queries) {
    std::vector<std::int32_t> ids(options.queries * truth_k);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t q = next++; q < options.queries; q = next++) {
            if (q % (options.queries / 10 + 1) == 0)
                fmt::print(stderr, "nearest of query {} of {}\n", q, options.queries);
            find_nearest(options, base, queries.data() + q * options.dimension, ids.data() + q * truth_k);
        }
    };
    std::vector<std::jthread> threads;
    for (unsigned t = 0; t < std::max(1U, std::thread::hardware_concurrency()); ++t)
        threads.emplace_back(work);
    threads.clear();
    return ids;
}

template <class T>
void write(const std::string& file, const std::vector<T>& values) {
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(values.data()),
              static_cast<std::streamsize>(values.size() * sizeof(T)));
    if (!out.flush()) throw std::runtime_error(fmt::format("{} cannot be written", file));
}

void run(const Options& options) {
    if (options.vectors < truth_k)
        throw std::runtime_error(fmt::format("at least {} vectors are needed", truth_k));
    Source source(options);
    const std::vector<float> base = source.vectors();
    const std::vector<float> queries = source.queries();
    write(options.prefix + ".base.f32", base);
    write(options.prefix + ".query.f32", queries);
    write(options.prefix + ".gt.i32", truth(options, base, queries));
}

int parse_and_run(int argc, char** argv) {
    CLI::App app("Makes vectors, queries and exact nearest neighbours for hnsw-bench", "hnsw-bench-data");
    Options options;
    app.add_option("KIND", options.kind, "faces (ten photos a person) or uniform")->required();
    app.add_option("PREFIX", options.prefix, "Writes PREFIX.base.f32, PREFIX.query.f32 and PREFIX.gt.i32")
        ->required();
    app.add_option("--vectors", options.vectors)->capture_default_str();
    app.add_option("--queries", options.queries)->capture_default_str();
    app.add_option("--dimension", options.dimension)->capture_default_str();
    app.add_option("--seed", options.seed)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    run(options);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return parse_and_run(argc, argv);
    } catch (const std::exception& error) {
        std::fputs(("hnsw-bench-data: " + std::string(error.what()) + "\n").c_str(), stderr);
        return 1;
    }
}
