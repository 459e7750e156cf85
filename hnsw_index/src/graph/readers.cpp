#include "graph/readers.hpp"

#include <thread>

namespace hnsw {

namespace {

/// A number of the calling thread's, so that threads begin to look at seats of their own.
std::size_t thread_number() noexcept {
    static std::atomic<std::size_t> next = 0;
    thread_local const std::size_t number = next++;
    return number;
}

}  // namespace

Readers::~Readers() {
    for (const Row* row = first_.next; row != nullptr;) {
        const std::unique_ptr<const Row> gone(row);
        row = row->next;
    }
}

Readers::Seat& Readers::take() {
    const std::size_t start = thread_number();
    for (Row* row = &first_;; row = &row_behind(*row)) {
        for (std::size_t i = 0; i < row->seats.size(); ++i) {
            Seat& seat = row->seats[(start + i) % row->seats.size()];
            std::uint64_t turn = seat.turn.load(std::memory_order_relaxed);
            // Taking reads what a writer wrote who looked at the seat before: so either the writer sees the
            // seat taken, or this thread sees all that the writer has unlinked.
            if (turn % 2 != 0 ||
                !seat.turn.compare_exchange_strong(turn, turn + 1, std::memory_order_acq_rel))
                continue;
            try {
                if (!seat.scratch) seat.scratch = std::make_unique<Scratch>();
            } catch (...) {
                seat.turn.fetch_add(1, std::memory_order_release);
                throw;
            }
            return seat;
        }
    }
}

Readers::Row& Readers::row_behind(Row& row) {
    Row* next = row.next.load(std::memory_order_acquire);
    if (next != nullptr) return *next;
    auto made = std::make_unique<Row>();
    if (row.next.compare_exchange_strong(next, made.get(), std::memory_order_acq_rel)) return *made.release();
    return *next;
}

void Readers::wait_for_all() noexcept {
    for (Row* row = &first_; row != nullptr;) {
        for (Seat& seat : row->seats) {
            // A change of nothing, which takes its place among the changes of the readers (see take).
            const std::uint64_t turn = seat.turn.fetch_add(0, std::memory_order_acq_rel);
            if (turn % 2 == 0) continue;
            while (seat.turn.load(std::memory_order_acquire) == turn) std::this_thread::yield();
        }
        Row* next = nullptr;
        row->next.compare_exchange_strong(next, nullptr, std::memory_order_acq_rel);
        row = next;
    }
}

}  // namespace hnsw
