#include "gallery/database.hpp"

#include <sqlite3.h>

#include <utility>

#include "faces/error.hpp"

namespace faces::sqlite {
namespace {

constexpr int busy_timeout_ms = 10'000;

ErrorCode kind_of(int result) {
    switch (result & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return ErrorCode::conflict;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return ErrorCode::unavailable;
        default:
            return ErrorCode::internal;
    }
}

const char* remedy(int result) {
    switch (result & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return "the file is damaged or no gallery: put a backup in its place, or move it away and import "
                   "again";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "another program is writing to it: try again when it has ended";
        case SQLITE_FULL:
            return "free some space on the disk";
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return "see that the data directory exists and can be written to";
        default:
            return "this is unexpected";
    }
}

[[noreturn]] void fail(sqlite3* database, int result) {
    const char* file = database != nullptr ? sqlite3_db_filename(database, "main") : nullptr;
    throw Error(kind_of(result),
                std::string(file != nullptr ? file : "the gallery") + ": " +
                    (database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(result)) + ": " +
                    remedy(result));
}

void check(sqlite3* database, int result) {
    if (result != SQLITE_OK) fail(database, result);
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* database, std::string_view sql) : database_(database) {
    sqlite3_stmt* statement = nullptr;
    check(database,
          sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement, nullptr));
    statement_.reset(statement);
}

bool Statement::next() {
    const int result = sqlite3_step(statement_.get());
    if (result == SQLITE_ROW) return true;
    if (result != SQLITE_DONE) fail(database_, result);
    return false;
}

void Statement::run() {
    while (next()) {
    }
    reset();
}

// A statement's failure has been thrown by next() already; reset() repeats it.
void Statement::reset() noexcept {
    sqlite3_reset(statement_.get());
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}
double Statement::real(int column) const {
    return sqlite3_column_double(statement_.get(), column);
}
bool Statement::null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::string Statement::text(int column) const {
    const auto* text = sqlite3_column_text(statement_.get(), column);
    return text == nullptr
               ? std::string()
               : std::string(reinterpret_cast<const char*>(text),
                             static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

std::span<const std::uint8_t> Statement::blob(int column) const {
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void Statement::bind_one(int index, std::int64_t value) {
    check(database_, sqlite3_bind_int64(statement_.get(), index + 1, value));
}
void Statement::bind_one(int index, double value) {
    check(database_, sqlite3_bind_double(statement_.get(), index + 1, value));
}
void Statement::bind_one(int index, std::string_view value) {
    // A null pointer would be NULL, and an empty view may have one.
    const char* text = value.empty() ? "" : value.data();
    check(database_, sqlite3_bind_text64(statement_.get(), index + 1, text, value.size(), SQLITE_TRANSIENT,
                                         SQLITE_UTF8));
}
void Statement::bind_one(int index, std::span<const std::uint8_t> value) {
    check(database_,
          sqlite3_bind_blob64(statement_.get(), index + 1, value.data(), value.size(), SQLITE_TRANSIENT));
}
void Statement::bind_one(int index, const std::optional<std::int64_t>& value) {
    if (value)
        bind_one(index, *value);
    else
        check(database_, sqlite3_bind_null(statement_.get(), index + 1));
}

// close_v2 waits for statements that outlive the connection.
void Database::Close::operator()(sqlite3* database) const noexcept {
    sqlite3_close_v2(database);
}

Database::Database(const std::filesystem::path& file, Access access) {
    sqlite3* handle = nullptr;
    const int mode =
        access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int result =
        sqlite3_open_v2(file.c_str(), &handle, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    handle_.reset(handle);
    if (result != SQLITE_OK)
        throw Error(kind_of(result), file.string() + ": " + sqlite3_errstr(result) + ": " + remedy(result));
    sqlite3_busy_timeout(handle, busy_timeout_ms);
    execute("PRAGMA synchronous = FULL");
    execute("PRAGMA foreign_keys = ON");
    // An embedding that was removed is to be gone from the file, too.
    execute("PRAGMA secure_delete = ON");
}

void Database::execute(const char* sql) {
    check(handle_.get(), sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr));
}

std::int64_t Database::number(std::string_view sql) {
    Statement statement = prepare(sql);
    return statement.next() ? statement.integer(0) : 0;
}

std::int64_t Database::last_id() const {
    return sqlite3_last_insert_rowid(handle_.get());
}

void Database::copy_to(const std::filesystem::path& file) {
    prepare("VACUUM INTO ?").bind(file.string()).run();
}

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
    database_.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
    if (!open_) return;
    try {
        database_.execute("ROLLBACK");
    } catch (const Error&) {  // NOLINT(bugprone-empty-catch): SQLite has rolled back by itself
    }
}

void Transaction::commit() {
    database_.execute("COMMIT");
    open_ = false;
}

ConnectionPool::Lease ConnectionPool::take() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            std::unique_ptr<Database> database = std::move(idle_.back());
            idle_.pop_back();
            return {*this, std::move(database)};
        }
    }
    return {*this, std::make_unique<Database>(file_)};
}

ConnectionPool::Lease::~Lease() {
    const std::lock_guard lock(pool_.mutex_);
    pool_.idle_.push_back(std::move(database_));
}

}  // namespace faces::sqlite
