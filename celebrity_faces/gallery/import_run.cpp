#include "gallery/import_run.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <exception>
#include <thread>
#include <unordered_map>

#include "faces/error.hpp"
#include "gallery/import_lock.hpp"
#include "gallery/names.hpp"
#include "gallery/prepared_queue.hpp"
#include "gallery/row_report.hpp"
#include "gallery/suspects.hpp"

namespace faces {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

// A commit costs two or three flushes of the disk, so photos share one; a server beside sees them within half
// a second.
constexpr std::size_t batch_size = 64;
constexpr auto batch_patience = 500ms;

std::filesystem::path report_file(const Store& store, const char* kind) {
    const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::string stem = fmt::format("import-{}-{:%Y%m%d-%H%M%S}", kind, fmt::gmtime(now));
    std::filesystem::path file = store.data_directory() / (stem + ".csv");
    for (int again = 2; std::filesystem::exists(file); ++again)
        file = store.data_directory() / fmt::format("{}-{}.csv", stem, again);
    return file;
}

std::string already_in_under(const std::string& owner) {
    return "the same photo is in already, as one of " + owner +
           ": a photo shows one person; remove it there or leave it out here";
}

/// The writing half: takes prepared rows, commits them in batches and keeps the account.
class Writer {
  public:
    Writer(Store& store, const ImportJob& job, const ImportOptions& options)
        : store_(store),
          job_(job),
          options_(options),
          failures_(report_file(store, "failures")),
          warnings_(report_file(store, "warnings")) {}

    void take(PreparedRow row) {
        if (!row.failure.empty()) {
            fail(row.row, row.failure);
        } else if (row.prepared.owner) {
            settle_duplicate(row.row, *row.prepared.owner);
        } else {
            if (faces_.empty()) oldest_ = Clock::now();
            faces_.push_back(std::move(*row.prepared.face));
            waiting_.push_back({row.row, std::move(row.prepared.warning)});
        }
        if (faces_.size() >= batch_size) commit();
        report();
    }

    void commit_when_due() {
        if (!faces_.empty() && Clock::now() - oldest_ >= batch_patience) commit();
    }

    void commit() {
        if (faces_.empty()) return;
        const InsertResult result = store_.insert_faces(faces_, job_.embedder);
        summary_.people_added += result.people_added;
        for (std::size_t i = 0; i < waiting_.size(); ++i) settle(waiting_[i], result.entries[i]);
        faces_.clear();
        waiting_.clear();
        report();
    }

    ImportSummary finish(bool stopped) {
        commit();
        summary_.stopped = stopped && summary_.read < job_.rows;
        if (options_.same_person_distance && !came_in_.empty() && !stopped) point_out_suspects();
        summary_.failures_file = failures_.written();
        summary_.warnings_file = warnings_.written();
        return summary_;
    }

  private:
    struct Waiting {
        std::size_t row;
        std::string warning;
    };

    void settle(const Waiting& waiting, const Inserted& inserted) {
        if (!inserted.face) return settle_duplicate(waiting.row, inserted.owner);
        ++summary_.read;
        ++summary_.added;
        came_in_.emplace(*inserted.face, waiting.row);
        if (waiting.warning.empty()) return;
        ++summary_.several_faces;
        warnings_.add(job_.describe(waiting.row), waiting.warning);
    }

    void settle_duplicate(std::size_t row, const std::string& owner) {
        const bool same_person = search_key(clean_name(job_.describe(row).name)) == search_key(owner);
        if (!same_person) return fail(row, already_in_under(owner));
        ++summary_.read;
        ++summary_.skipped;
    }

    void fail(std::size_t row, const std::string& reason) {
        ++summary_.read;
        ++summary_.failed;
        failures_.add(job_.describe(row), reason);
    }

    void point_out_suspects() {
        UnlikeOptions options{.same_person_distance = options_.same_person_distance(),
                              .threads = options_.threads,
                              .stop = options_.stop,
                              .progress = options_.compared};
        if (!options.same_person_distance) return;
        for (const auto& [face, row] : came_in_) options.newcomers.push_back(face);
        for (const Suspect& suspect : find_suspects(store_, options)) {
            ++summary_.suspects;
            warnings_.add(row_of(suspect), suspect.reason);
        }
    }

    /// The row that a photo came in by; of one that was in before, what the store knows of it.
    [[nodiscard]] ImportRow row_of(const Suspect& suspect) const {
        const auto came_in = came_in_.find(suspect.face);
        if (came_in != came_in_.end()) return job_.describe(came_in->second);
        ImportRow row;
        row.name = suspect.name;
        row.file = suspect.source;
        return row;
    }

    void report() const {
        if (options_.progress) options_.progress({summary_.read, job_.rows, summary_.failed, summary_.added});
    }

    Store& store_;
    const ImportJob& job_;
    const ImportOptions& options_;
    RowReport failures_, warnings_;
    ImportSummary summary_;
    std::vector<NewFace> faces_;                       // to be committed together
    std::vector<Waiting> waiting_;                     // one for each of them
    std::unordered_map<FaceId, std::size_t> came_in_;  // by which row
    Clock::time_point oldest_;
};

void check_embedding(const Embedding& embedding, const EmbedderInfo& embedder) {
    const bool sound =
        embedding.size() == static_cast<std::size_t>(embedder.dimension) &&
        std::all_of(embedding.begin(), embedding.end(), [](float v) { return std::isfinite(v); });
    if (!sound)
        throw Error(ErrorCode::internal,
                    "the embedder " + embedder.name + " made no sound embedding of the face");
}

PreparedRow prepare(const ImportJob& job, std::size_t row) {
    PreparedRow result{row, {}, {}};
    try {
        result.prepared = job.prepare(row);
        if (result.prepared.face) check_embedding(result.prepared.face->embedding, job.embedder);
    } catch (const std::exception& error) {
        result.failure = error.what();
    }
    return result;
}

/// Threads that prepare rows until there are no more, nobody wants them or they are asked to stop.
class Preparers {
  public:
    Preparers(const ImportJob& job, const std::stop_token& stop, PreparedQueue& queue, unsigned threads)
        : queue_(queue) {
        for (unsigned i = 0; i < threads; ++i)
            threads_.emplace_back([this, &job, stop] {
                while (!stop.stop_requested()) {
                    const std::size_t row = next_row_++;
                    if (row >= job.rows || !queue_.push(prepare(job, row))) break;
                }
                queue_.producer_done();
            });
    }
    ~Preparers() { queue_.close(); }  // then the threads are joined
    Preparers(const Preparers&) = delete;
    Preparers& operator=(const Preparers&) = delete;

  private:
    PreparedQueue& queue_;
    std::atomic<std::size_t> next_row_ = 0;
    std::vector<std::jthread> threads_;
};

}  // namespace

ImportSummary run_import(Store& store, const ImportJob& job, const ImportOptions& options) {
    const ImportLock lock(store.data_directory());
    store.check_embedder(job.embedder);
    store.sweep_copies();
    const unsigned threads =
        options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    PreparedQueue queue(2 * threads, threads);
    Writer writer(store, job, options);
    const Preparers preparers(job, options.stop, queue, threads);
    PreparedRow row;
    for (;;) {
        const PreparedQueue::Taken taken = queue.pop(row, batch_patience);
        if (taken == PreparedQueue::Taken::nothing_more) break;
        if (taken == PreparedQueue::Taken::row) writer.take(std::move(row));
        writer.commit_when_due();
    }
    return writer.finish(options.stop.stop_requested());
}

}  // namespace faces
