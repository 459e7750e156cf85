#pragma once

#include <mutex>
#include <shared_mutex>

namespace hnsw {

/// A std::shared_mutex in front of which readers and writers queue together: glibc's alone lets a stream of
/// readers hold a writer up for ever.
class FairSharedMutex {
  public:
    void lock() {
        const std::lock_guard queue(queue_);
        mutex_.lock();
    }
    void unlock() { mutex_.unlock(); }
    void lock_shared() {
        const std::lock_guard queue(queue_);
        mutex_.lock_shared();
    }
    void unlock_shared() { mutex_.unlock_shared(); }

  private:
    std::mutex queue_;
    std::shared_mutex mutex_;
};

}  // namespace hnsw
