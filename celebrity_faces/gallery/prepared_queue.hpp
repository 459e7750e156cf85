#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>

#include "gallery/import_run.hpp"

namespace faces {

/// A prepared row on its way to the writer.
struct PreparedRow {
    std::size_t row = 0;
    Prepared prepared;
    std::string failure;  ///< what `prepare` threw
};

/// From the threads that prepare to the one that writes. Holds so many rows at most, so that a slow disk
/// slows the others down instead of filling the memory. Any thread may call any function.
class PreparedQueue {
  public:
    PreparedQueue(std::size_t capacity, unsigned producers) : capacity_(capacity), producers_(producers) {}

    /// Waits for room. False where the reader has gone: then nothing more is wanted.
    bool push(PreparedRow row);
    /// Each producer says once that nothing more comes from it.
    void producer_done();

    enum class Taken { row, nothing_yet, nothing_more };
    Taken pop(PreparedRow& row, std::chrono::milliseconds patience);
    /// The reader goes.
    void close();

  private:
    const std::size_t capacity_;
    std::mutex mutex_;
    std::condition_variable has_room_, has_rows_;
    std::deque<PreparedRow> rows_;  // guarded by mutex_, as all below
    unsigned producers_;
    bool closed_ = false;
};

}  // namespace faces
