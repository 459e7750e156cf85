#include "http_kit/server.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <future>
#include <mutex>
#include <restinio/all.hpp>
#include <set>
#include <thread>
#include <utility>

#include "http_kit/error.hpp"
#include "http_kit/problem.hpp"
#include "request_gate.hpp"
#include "worker_pool.hpp"

namespace http {
namespace {

using Clock = std::chrono::steady_clock;
using asio::ip::tcp;

/// How long a refused client may still send before the connection is cut: closing at once would make the
/// kernel reset it, and the client would never read why it was refused.
constexpr std::chrono::seconds max_linger{5};
constexpr std::chrono::seconds max_wait_for_writes{5};
constexpr std::size_t read_buffer_bytes = 64 * 1024;

const Headers security_headers{
    {"Content-Security-Policy",
     "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors "
     "'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
};

bool has_header(const Headers& headers, std::string_view name) {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const auto& header) { return header.first == name; });
}

/// Every header of a reply but those of the connection.
Headers headers_of(const Reply& reply) {
    auto headers = reply.headers;
    for (const auto& header : security_headers) {
        if (!has_header(headers, header.first)) headers.push_back(header);
    }
    if (!reply.content_type.empty()) headers.emplace_back("Content-Type", reply.content_type);
    return headers;
}

/// For replies that the gate writes itself, past the server's own writer.
std::string last_reply_text(const Reply& reply) {
    auto text = fmt::format("HTTP/1.1 {} {}\r\nContent-Length: {}\r\nConnection: close\r\n", reply.status,
                            reason_phrase(reply.status), reply.body.size());
    for (const auto& [name, value] : headers_of(reply)) text += fmt::format("{}: {}\r\n", name, value);
    return text + "\r\n" + reply.body;
}

/// Control characters of a path must not write lines of their own into the log.
std::string printable(std::string path) {
    for (auto& c : path) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    }
    return path;
}

void log_access(std::string_view method, const std::string& path, int status, std::size_t bytes,
                Clock::duration time) {
    spdlog::info("{} {} {} {} B {:.1f} ms", method, printable(path), status, bytes,
                 std::chrono::duration<double, std::milli>(time).count());
}

/// What the gates of one server's connections share, and which sockets are open.
class Gates {
  public:
    Gates(const ServerOptions& options, Metrics& metrics)
        : max_body_bytes_(options.max_body_bytes), budget_(options.max_buffered_bytes), metrics_(metrics) {}

    [[nodiscard]] std::unique_ptr<RequestGate> make_gate() {
        return std::make_unique<RequestGate>(max_body_bytes_, budget_);
    }
    void count_refusal(const RequestGate& gate, int status, std::size_t bytes) {
        log_access(gate.method(), gate.path(), status, bytes, Clock::duration::zero());
        metrics_.count_request(gate.method(), "none", status, 0);
    }

    // Sockets register from their first read to their end, on the thread that reads and writes.
    void add(tcp::socket& socket) {
        const std::lock_guard lock(mutex_);
        open_.insert(&socket);
    }
    void remove(tcp::socket& socket) {
        const std::lock_guard lock(mutex_);
        open_.erase(&socket);
        if (open_.empty()) none_open_.notify_all();
    }
    /// On the thread that reads and writes: what waits on the sockets ends with an error, and with it the
    /// connections.
    void close_all() {
        const std::lock_guard lock(mutex_);
        for (tcp::socket* socket : open_) {
            asio::error_code ignored;
            socket->close(ignored);
        }
    }
    /// Whether all connections have ended, waited for at most so long.
    bool wait_until_none_is_open(std::chrono::milliseconds most) {
        std::unique_lock lock(mutex_);
        return none_open_.wait_for(lock, most, [this] { return open_.empty(); });
    }

  private:
    const std::size_t max_body_bytes_;
    BodyBudget budget_;
    Metrics& metrics_;
    std::mutex mutex_;
    std::condition_variable none_open_;
    std::set<tcp::socket*> open_;  // guarded by mutex_
};

/// Carries the gates to the sockets, which restinio makes from an io_context and nothing else.
class GateService : public asio::execution_context::service {
  public:
    inline static asio::execution_context::id id;

    explicit GateService(asio::execution_context& context) : service(context) {}

    Gates* gates = nullptr;

  private:
    void shutdown() noexcept override {}
};

/// A socket whose reads pass the gate. restinio reads only while nothing is being written, so the gate may
/// write.
class GatedSocket : public tcp::socket {
  public:
    explicit GatedSocket(asio::io_context& context)
        : tcp::socket(context), gates_(asio::use_service<GateService>(context).gates) {}
    // Moved only before the first read, when restinio makes a connection of it.
    GatedSocket(GatedSocket&&) = default;
    GatedSocket& operator=(GatedSocket&&) = default;
    GatedSocket(const GatedSocket&) = delete;
    GatedSocket& operator=(const GatedSocket&) = delete;
    ~GatedSocket() {
        if (gate_) gates_->remove(*this);
    }

    template <typename ReadHandler>
    void async_read_some(asio::mutable_buffer buffer, ReadHandler handler) {
        if (!gate_) {
            gate_ = gates_->make_gate();
            gates_->add(*this);
        }
        gate_->on_read();
        if (gate_->refusal()) return refuse(buffer, std::move(handler));
        if (!gate_->take_continue()) return read(buffer, std::move(handler));
        const auto executor = asio::get_associated_executor(handler);
        asio::async_write(
            socket(), asio::buffer(interim_reply.data(), interim_reply.size()),
            asio::bind_executor(executor, [this, buffer, handler = std::move(handler)](
                                              const asio::error_code& error, std::size_t) mutable {
                if (error) return handler(error, 0);
                read(buffer, std::move(handler));
            }));
    }

  private:
    static constexpr std::string_view interim_reply = "HTTP/1.1 100 Continue\r\n\r\n";

    tcp::socket& socket() noexcept { return *this; }

    template <typename ReadHandler>
    void read(asio::mutable_buffer buffer, ReadHandler handler) {
        const auto executor = asio::get_associated_executor(handler);
        socket().async_read_some(
            buffer,
            asio::bind_executor(executor, [this, buffer, handler = std::move(handler)](
                                              const asio::error_code& error, std::size_t size) mutable {
                if (error) return handler(error, size);
                const auto admitted = gate_->admit(static_cast<const char*>(buffer.data()), size);
                if (admitted == 0) return async_read_some(buffer, std::move(handler));
                handler(error, admitted);
            }));
    }

    /// Writes why, ends the sending side, and lets restinio see the end of the connection.
    template <typename ReadHandler>
    void refuse(asio::mutable_buffer buffer, ReadHandler handler) {
        const auto reply = problem_reply(*gate_->refusal());
        gates_->count_refusal(*gate_, reply.status, reply.body.size());
        const auto executor = asio::get_associated_executor(handler);
        auto text = std::make_unique<std::string>(last_reply_text(reply));
        const auto bytes = asio::buffer(*text);
        asio::async_write(socket(), bytes,
                          asio::bind_executor(
                              executor, [this, buffer, text = std::move(text), handler = std::move(handler)](
                                            const asio::error_code& error, std::size_t) mutable {
                                  if (error) return handler(error, 0);
                                  asio::error_code ignored;
                                  shutdown(tcp::socket::shutdown_send, ignored);
                                  linger(buffer, Clock::now() + max_linger, std::move(handler));
                              }));
    }

    template <typename ReadHandler>
    void linger(asio::mutable_buffer buffer, Clock::time_point deadline, ReadHandler handler) {
        const auto executor = asio::get_associated_executor(handler);
        socket().async_read_some(
            buffer, asio::bind_executor(executor, [this, buffer, deadline, handler = std::move(handler)](
                                                      const asio::error_code& error, std::size_t) mutable {
                if (error || Clock::now() > deadline) return handler(asio::error::eof, 0);
                linger(buffer, deadline, std::move(handler));
            }));
    }

    Gates* gates_;
    std::unique_ptr<RequestGate> gate_;  // made at the first read: sockets that only accept have none
};

// A strand, though one thread runs them: a connection may end on the thread that answered last, and restinio
// guards its count of connections only where it is told of threads.
struct ServerTraits : restinio::traits_t<restinio::asio_timer_manager_t, restinio::null_logger_t,
                                         restinio::details::autodetect_request_handler_type,
                                         asio::strand<restinio::default_asio_executor>, GatedSocket> {
    static constexpr bool use_connection_count_limiter = true;
};

using RestinioServer = restinio::http_server_t<ServerTraits>;
using ResponseBuilder = restinio::response_builder_t<restinio::user_controlled_output_t>;

Request to_request(const restinio::request_handle_t& incoming) {
    Request request;
    request.method = incoming->header().method().c_str();
    request.target = incoming->header().request_target();
    incoming->header().for_each_field(
        [&](const auto& field) { request.headers.emplace_back(field.name(), field.value()); });
    request.body = incoming->body();
    request.body_owner = incoming;
    return request;
}

tcp::endpoint resolve(asio::io_context& context, const ServerOptions& options) {
    asio::error_code error;
    tcp::resolver resolver(context);
    const auto found = resolver.resolve(options.host, std::to_string(options.port), error);
    if (error || found.empty()) {
        throw Error(
            ErrorCode::cannot_listen,
            fmt::format(
                "'{}' is not an address of this machine: name one with --host, for example 127.0.0.1.",
                options.host));
    }
    for (const auto& entry : found) {
        if (entry.endpoint().address().is_v4()) return entry.endpoint();
    }
    return found.begin()->endpoint();
}

[[noreturn]] void cannot_listen(const ServerOptions& options, const std::error_code& error) {
    const auto where = fmt::format("Cannot listen on {}:{}: ", options.host, options.port);
    if (error == std::errc::address_in_use) {
        throw Error(
            ErrorCode::cannot_listen,
            where +
                "the port is in use. Stop the program that listens there, or choose another with --port.");
    }
    if (error == std::errc::permission_denied) {
        throw Error(ErrorCode::cannot_listen,
                    where + "ports below 1024 need privileges. Choose another with --port.");
    }
    if (error == std::errc::address_not_available) {
        throw Error(ErrorCode::cannot_listen,
                    where + "the address is not one of this machine. Choose it with --host.");
    }
    throw Error(ErrorCode::cannot_listen, where + error.message() + ".");
}

unsigned thread_count(unsigned wanted, unsigned for_each_core) {
    return wanted > 0 ? wanted : for_each_core * std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

class Server::Implementation {
  public:
    Implementation(ServerOptions options, Router router)
        : options_(std::move(options)),
          router_(std::move(router)),
          light_workers_(thread_count(options_.threads, 2), options_.max_queued_requests),
          heavy_workers_(thread_count(options_.heavy_threads, 1), options_.max_queued_requests) {
        spdlog::default_logger_raw();  // made at the first use, which several threads must not be
        router_.metrics().gauge("http_requests_queued", "Requests that wait for a thread", [this] {
            return static_cast<double>(light_workers_.queued() + heavy_workers_.queued());
        });
        router_.metrics().gauge("http_requests_running", "Requests in a handler", [this] {
            return static_cast<double>(light_workers_.running() + heavy_workers_.running());
        });
    }
    ~Implementation() {
        stop();
        // The metrics may outlive the server, as a copy of the router does.
        for (const auto* name : {"http_requests_queued", "http_requests_running"}) {
            router_.metrics().gauge(name, "Stopped", [] { return 0.0; });
        }
    }
    Implementation(const Implementation&) = delete;
    Implementation& operator=(const Implementation&) = delete;
    Implementation(Implementation&&) = delete;
    Implementation& operator=(Implementation&&) = delete;

    void start();
    void stop();
    void run_until_signal();
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

  private:
    void open();
    void wait_for_writes();
    restinio::request_handling_status_t on_request(const restinio::request_handle_t& incoming);
    void answer(Request& request, ResponseBuilder& builder);
    void send(ResponseBuilder& builder, Reply reply);

    const ServerOptions options_;
    const Router router_;
    Gates gates_{options_, router_.metrics()};
    std::unique_ptr<asio::io_context> context_;  // ends with a run, and every connection with it
    std::unique_ptr<RestinioServer> server_;
    std::thread io_thread_;
    std::atomic<std::uint16_t> port_{0};
    std::atomic<bool> stopping_{false};
    std::mutex writes_mutex_;
    std::condition_variable written_;
    std::size_t unwritten_replies_ = 0;  // guarded by writes_mutex_
    // Last: their jobs use everything above.
    WorkerPool light_workers_;
    WorkerPool heavy_workers_;
};

void Server::Implementation::start() {
    if (server_) return;
    context_ = std::make_unique<asio::io_context>();
    asio::use_service<GateService>(*context_).gates = &gates_;
    const auto endpoint = resolve(*context_, options_);
    stopping_ = false;
    server_ = std::make_unique<RestinioServer>(
        restinio::external_io_context(*context_), [&](restinio::server_settings_t<ServerTraits>& settings) {
            settings.protocol(endpoint.protocol())
                .address(endpoint.address())
                .port(options_.port)
                .acceptor_post_bind_hook(
                    [this](tcp::acceptor& acceptor) { port_ = acceptor.local_endpoint().port(); })
                .request_handler(
                    [this](const restinio::request_handle_t& request) { return on_request(request); })
                .buffer_size(read_buffer_bytes)
                // One at a time: the gate writes between two requests, and replies keep their order by
                // themselves.
                .max_pipelined_requests(1)
                .max_parallel_connections(options_.max_connections)
                .read_next_http_message_timelimit(options_.read_timeout)
                .handle_request_timeout(options_.handle_timeout)
                .write_http_response_timelimit(options_.write_timeout)
                .socket_options_setter([](auto& socket) { socket.set_option(tcp::no_delay(true)); });
        });
    io_thread_ = std::thread([this] {
        const auto work = asio::make_work_guard(*context_);
        context_->run();
    });
    open();
}

void Server::Implementation::open() {
    std::promise<void> opened;
    server_->open_async([&] { opened.set_value(); },
                        [&](std::exception_ptr error) { opened.set_exception(std::move(error)); });
    try {
        opened.get_future().get();
    } catch (const std::system_error& error) {
        const auto code = error.code();
        stop();
        cannot_listen(options_, code);
    }
}

void Server::Implementation::stop() {
    if (!server_) return;
    std::promise<void> closed;
    server_->close_async([&] { closed.set_value(); },
                         [&](std::exception_ptr error) { closed.set_exception(std::move(error)); });
    closed.get_future().wait();
    stopping_ = true;
    light_workers_.wait_until_idle();
    heavy_workers_.wait_until_idle();
    wait_for_writes();
    // Connections end before the acceptor, which counts them.
    asio::post(*context_, [this] { gates_.close_all(); });
    gates_.wait_until_none_is_open(max_wait_for_writes);
    context_->stop();
    io_thread_.join();
    server_.reset();
    context_.reset();
    port_ = 0;
}

void Server::Implementation::wait_for_writes() {
    std::unique_lock lock(writes_mutex_);
    written_.wait_for(lock, max_wait_for_writes, [this] { return unwritten_replies_ == 0; });
}

void Server::Implementation::run_until_signal() {
    std::promise<void> signalled;
    asio::io_context signal_context;
    asio::signal_set signals(signal_context, SIGINT, SIGTERM);
    start();
    signals.async_wait([](const asio::error_code&, int) {});
    signal_context.run();
    signals.clear();
    spdlog::info("stopping: what runs is answered first");
    stop();
}

restinio::request_handling_status_t Server::Implementation::on_request(
    const restinio::request_handle_t& incoming) {
    // Shared, for a job must be copyable.
    auto request = std::make_shared<Request>(to_request(incoming));
    auto builder =
        std::make_shared<ResponseBuilder>(incoming->create_response<restinio::user_controlled_output_t>());
    {
        const std::lock_guard lock(writes_mutex_);
        ++unwritten_replies_;
    }
    std::function<void()> job = [this, request, builder] { answer(*request, *builder); };
    WorkerPool& workers =
        router_.weight(request->method, request->target) == Weight::heavy ? heavy_workers_ : light_workers_;
    if (stopping_ || !workers.try_submit(job)) {
        auto reply = problem_reply(
            {503, "unavailable", "The server is busy: try again in a moment.", {{"Retry-After", "1"}}});
        log_access(request->method, request->target.substr(0, request->target.find('?')), reply.status,
                   reply.body.size(), Clock::duration::zero());
        router_.metrics().count_request(request->method, "none", reply.status, 0);
        send(*builder, std::move(reply));
    }
    return restinio::request_accepted();
}

void Server::Implementation::answer(Request& request, ResponseBuilder& builder) {
    const auto start = Clock::now();
    auto [reply, route] = router_.respond(request);
    request.release_body();
    const auto time = Clock::now() - start;
    log_access(request.method, request.path, reply.status, reply.body.size(), time);
    router_.metrics().count_request(request.method, route, reply.status,
                                    std::chrono::duration<double>(time).count());
    send(builder, std::move(reply));
}

void Server::Implementation::send(ResponseBuilder& builder, Reply reply) {
    builder.header().status_line({restinio::http_status_code_t{static_cast<std::uint16_t>(reply.status)},
                                  std::string(reason_phrase(reply.status))});
    for (const auto& [name, value] : headers_of(reply)) builder.append_header(name, value);
    if (stopping_) builder.connection_close();
    builder.set_content_length(reply.unsent_body_size.value_or(reply.body.size()));
    builder.set_body(std::move(reply.body));
    builder.done([this](const asio::error_code&) {
        const std::lock_guard lock(writes_mutex_);
        --unwritten_replies_;
        written_.notify_all();
    });
}

Server::Server(ServerOptions options, Router router)
    : implementation_(std::make_unique<Implementation>(std::move(options), std::move(router))) {}
Server::~Server() = default;

void Server::start() {
    implementation_->start();
}
void Server::stop() {
    implementation_->stop();
}
void Server::run_until_signal() {
    implementation_->run_until_signal();
}
std::uint16_t Server::port() const noexcept {
    return implementation_->port();
}

}  // namespace http
