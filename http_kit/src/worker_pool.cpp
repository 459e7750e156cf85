#include "worker_pool.hpp"

namespace http {

WorkerPool::WorkerPool(unsigned threads, std::size_t max_queued) : max_queued_(max_queued) {
    threads_.reserve(threads);
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    job_came_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool WorkerPool::try_submit(std::function<void()>& job) {
    {
        const std::lock_guard lock(mutex_);
        // A thread that is free takes its job at once: only what has to wait counts.
        const auto free_threads = threads_.size() - running_;
        if (queue_.size() >= max_queued_ + free_threads) return false;
        queue_.push_back(std::move(job));
    }
    job_came_.notify_one();
    return true;
}

void WorkerPool::wait_until_idle() {
    std::unique_lock lock(mutex_);
    became_idle_.wait(lock, [this] { return queue_.empty() && running_ == 0; });
}

std::size_t WorkerPool::queued() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

std::size_t WorkerPool::running() const {
    const std::lock_guard lock(mutex_);
    return running_;
}

void WorkerPool::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        job_came_.wait(lock, [this] { return ending_ || !queue_.empty(); });
        if (queue_.empty()) return;
        auto job = std::move(queue_.front());
        queue_.pop_front();
        ++running_;
        lock.unlock();
        job();
        job = nullptr;  // what it holds is freed before the lock is taken again
        lock.lock();
        --running_;
        if (queue_.empty() && running_ == 0) became_idle_.notify_all();
    }
}

}  // namespace http
