#pragma once

#include <cstdlib>
#include <string>

namespace hnsw::test {

/// Sets HNSW_KERNELS for the time of a test.
class ForcedKernels {
  public:
    // The tests of a program run one after another, and no thread is left of the test before.
    explicit ForcedKernels(const std::string& name) {
        if (const char* before = std::getenv("HNSW_KERNELS"))
            before_ = before;                       // NOLINT(concurrency-mt-unsafe)
        ::setenv("HNSW_KERNELS", name.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    }
    ~ForcedKernels() { ::setenv("HNSW_KERNELS", before_.c_str(), 1); }  // NOLINT(concurrency-mt-unsafe)
    ForcedKernels(const ForcedKernels&) = delete;
    ForcedKernels& operator=(const ForcedKernels&) = delete;

  private:
    std::string before_;
};

}  // namespace hnsw::test
