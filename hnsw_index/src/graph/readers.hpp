#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "graph/scratch.hpp"

namespace hnsw {

/// Lends every thread that reads its working memory, and lets a writer wait until all who read now have
/// ended: then nobody knows any more what was unlinked before. It is what RCU does (McKenney and Slingwine
/// 1998, "Read-copy update"), with a seat for each reader. Readers take no lock and wait for nobody.
class Readers {
    struct Seat;

  public:
    /// While one lives, what its thread has met stays.
    class Lease {
      public:
        explicit Lease(Readers& readers) : seat_(readers.take()) {}
        ~Lease() { seat_.turn.fetch_add(1, std::memory_order_release); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        [[nodiscard]] Scratch& operator*() const noexcept { return *seat_.scratch; }

      private:
        Seat& seat_;
    };

    Readers() = default;
    ~Readers();
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    /// Returns once every lease that was there at the call is gone. The caller must hold none.
    void wait_for_all() noexcept;

  private:
    struct alignas(64) Seat {
        std::atomic<std::uint64_t> turn = 0;  // odd while taken
        std::unique_ptr<Scratch> scratch;
    };
    struct Row {
        std::array<Seat, 32> seats;
        std::atomic<Row*> next = nullptr;
    };

    [[nodiscard]] Seat& take();
    [[nodiscard]] static Row& row_behind(Row& row);

    Row first_;
};

}  // namespace hnsw
