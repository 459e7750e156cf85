#include "gallery/prepared_queue.hpp"

#include <utility>

namespace faces {

bool PreparedQueue::push(PreparedRow row) {
    std::unique_lock lock(mutex_);
    has_room_.wait(lock, [&] { return closed_ || rows_.size() < capacity_; });
    if (closed_) return false;
    rows_.push_back(std::move(row));
    has_rows_.notify_one();
    return true;
}

void PreparedQueue::producer_done() {
    const std::lock_guard lock(mutex_);
    --producers_;
    has_rows_.notify_one();
}

PreparedQueue::Taken PreparedQueue::pop(PreparedRow& row, std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    if (!has_rows_.wait_for(lock, patience, [&] { return !rows_.empty() || producers_ == 0; }))
        return Taken::nothing_yet;
    if (rows_.empty()) return Taken::nothing_more;
    row = std::move(rows_.front());
    rows_.pop_front();
    has_room_.notify_one();
    return Taken::row;
}

void PreparedQueue::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    has_room_.notify_all();
}

}  // namespace faces
