/// Which of some colours are nearest to one, and the index written to a file and read again.

#include <cstdio>
#include <hnsw/index.hpp>
#include <string>
#include <vector>

int main() {
    const std::vector<std::string> names{"red", "green", "blue", "orange"};
    const std::vector<std::vector<float>> colours{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0.6F, 0}};
    hnsw::Index index({.dimension = 3, .metric = hnsw::Metric::cosine});
    for (std::size_t i = 0; i < colours.size(); ++i)
        index.upsert(static_cast<hnsw::Id>(i), static_cast<hnsw::Group>(i), colours[i]);
    index.save("colours.hnsw");

    const hnsw::Index loaded = hnsw::Index::load("colours.hnsw");
    const std::vector<float> crimson{0.9F, 0.1F, 0.1F};
    for (const hnsw::Hit& hit : loaded.search(crimson, {.k = 2}))
        std::printf("%s, at a distance of %.2f\n", names[static_cast<std::size_t>(hit.id)].c_str(),
                    static_cast<double>(hit.distance));
}
