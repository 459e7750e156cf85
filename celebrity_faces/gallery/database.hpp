#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

/// SQLite with owners. Failures are faces::Error, naming the file and SQLite's reason; no type of SQLite's is
/// seen outside gallery/.
namespace faces::sqlite {

/// A prepared statement. Parameters and columns count from 0 and are read and written in the SQL's order.
class Statement {
  public:
    Statement(sqlite3* database, std::string_view sql);

    /// Binds all parameters at once, and starts the statement anew.
    template <typename... Values>
    Statement& bind(const Values&... values) {
        reset();
        int index = 0;
        (bind_one(index++, values), ...);
        return *this;
    }
    /// Goes to the next row: false where there is none.
    bool next();
    /// For statements without rows.
    void run();
    void reset() noexcept;

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::span<const std::uint8_t> blob(int column) const;  ///< until the next next() or reset()
    [[nodiscard]] bool null(int column) const;

  private:
    void bind_one(int index, std::int64_t value);
    void bind_one(int index, int value) { bind_one(index, std::int64_t{value}); }
    void bind_one(int index, std::size_t value) { bind_one(index, static_cast<std::int64_t>(value)); }
    void bind_one(int index, double value);
    void bind_one(int index, std::string_view value);
    void bind_one(int index, const std::string& value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, const char* value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, std::span<const std::uint8_t> value);
    void bind_one(int index, const std::optional<std::int64_t>& value);

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    sqlite3* database_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One connection; for one thread at a time.
class Database {
  public:
    enum class Access { read, write };
    /// Opens the file, or makes it where it may be written: foreign keys enforced, commits flushed to the
    /// disk (so that what was answered as done outlasts a loss of power), ten seconds' patience with other
    /// writers.
    explicit Database(const std::filesystem::path& file, Access access = Access::write);

    void execute(const char* sql);
    [[nodiscard]] Statement prepare(std::string_view sql) { return {handle_.get(), sql}; }
    /// The one number that a query answers.
    [[nodiscard]] std::int64_t number(std::string_view sql);
    [[nodiscard]] std::int64_t last_id() const;
    /// Writes one consistent state of the whole database, without what was deleted, into a new file.
    void copy_to(const std::filesystem::path& file);

  private:
    struct Close {
        void operator()(sqlite3* database) const noexcept;
    };
    std::unique_ptr<sqlite3, Close> handle_;
};

/// Rolled back unless committed. A read transaction sees one state of the store; a write transaction holds
/// the store's write lock from the beginning, so that it never fails half-way for another writer.
class Transaction {
  public:
    enum class Kind { read, write };
    Transaction(Database& database, Kind kind);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Database& database_;
    bool open_ = true;
};

/// Connections for threads that read: each takes one for the time of a call.
class ConnectionPool {
  public:
    explicit ConnectionPool(std::filesystem::path file) : file_(std::move(file)) {}

    class Lease {
      public:
        Lease(ConnectionPool& pool, std::unique_ptr<Database> database)
            : pool_(pool), database_(std::move(database)) {}
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Database* operator->() const noexcept { return database_.get(); }
        Database& operator*() const noexcept { return *database_; }

      private:
        ConnectionPool& pool_;
        std::unique_ptr<Database> database_;
    };
    [[nodiscard]] Lease take();

  private:
    const std::filesystem::path file_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Database>> idle_;  // guarded by mutex_
};

}  // namespace faces::sqlite
