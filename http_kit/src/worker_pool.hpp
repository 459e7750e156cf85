#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace http {

/// Threads that run jobs from one bounded queue, first come first served. Jobs must not throw.
class WorkerPool {
  public:
    WorkerPool(unsigned threads, std::size_t max_queued);
    ~WorkerPool();  ///< runs what is queued first
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    WorkerPool(WorkerPool&&) = delete;
    WorkerPool& operator=(WorkerPool&&) = delete;

    /// False, and the job untouched, where the queue is full. From any thread.
    [[nodiscard]] bool try_submit(std::function<void()>& job);

    /// Returns once nothing is queued and nothing runs. From any thread but the pool's own.
    void wait_until_idle();

    [[nodiscard]] std::size_t queued() const;
    [[nodiscard]] std::size_t running() const;

  private:
    void work();

    const std::size_t max_queued_;
    mutable std::mutex mutex_;
    std::condition_variable job_came_;
    std::condition_variable became_idle_;
    std::deque<std::function<void()>> queue_;  // guarded by mutex_
    std::size_t running_ = 0;                  // guarded by mutex_
    bool ending_ = false;                      // guarded by mutex_
    std::vector<std::thread> threads_;         // last: they use the members above
};

}  // namespace http
