#include "program.hpp"

#include <curl/curl.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>

namespace faces::testing {
namespace {

std::size_t append(const char* data, std::size_t size, std::size_t count, void* to) {
    static_cast<std::string*>(to)->append(data, size * count);
    return size * count;
}

pid_t spawn(const std::vector<std::string>& command, const Environment& environment, int out, int err) {
    std::vector<char*> arguments;
    for (const std::string& argument : command) {
        arguments.push_back(const_cast<char*>(argument.c_str()));
    }
    arguments.push_back(nullptr);
    const pid_t pid = fork();
    if (pid != 0) {
        return pid;
    }
    for (const auto& [name, value] : environment) {
        setenv(name.c_str(), value.c_str(), 1);
    }
    dup2(out, STDOUT_FILENO);
    if (err >= 0) {
        dup2(err, STDERR_FILENO);
    }
    execv(arguments[0], arguments.data());
    _exit(127);
}

int exit_status(pid_t pid) {
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

using Curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

HttpReply perform(CURL* curl, const std::string& url) {
    HttpReply reply;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 120L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
    if (curl_easy_perform(curl) != CURLE_OK) {
        return reply;
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
    const char* type = nullptr;
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    reply.content_type = type != nullptr ? type : "";
    return reply;
}

}  // namespace

Finished run(const std::vector<std::string>& command, const Environment& environment) {
    const TemporaryFolder folder;
    const auto open_file = [&](const char* name) {
        return open((folder / name).c_str(), O_CREAT | O_WRONLY, 0600);
    };
    const int out = open_file("out"), err = open_file("err");
    Finished finished;
    finished.status = exit_status(spawn(command, environment, out, err));
    close(out);
    close(err);
    finished.out = read_file(folder / "out");
    finished.err = read_file(folder / "err");
    return finished;
}

Finished celebrity_faces(std::vector<std::string> arguments, const Environment& environment) {
    arguments.insert(arguments.begin(), CELEBRITY_FACES);
    return run(arguments, environment);
}

Server::Server(const std::vector<std::string>& command) {
    int ends[2];
    if (pipe(ends) != 0) {
        throw std::runtime_error("no pipe");
    }
    pid_ = spawn(command, {}, ends[1], -1);
    close(ends[1]);
    out_ = ends[0];
    std::string line;
    for (char c = 0; c != '\n' && read(out_, &c, 1) == 1;) {
        line += c;
    }
    const auto at = line.find("http://");
    if (at == std::string::npos) {
        throw std::runtime_error("the server did not say its address: " + line);
    }
    url_ = line.substr(at, line.find_first_of(" \n", at) - at);
    static_cast<void>(becomes([this] { return get("/readyz").status == 200; }));
}

Server::~Server() {
    if (pid_ > 0) {
        end(SIGKILL);
    }
    close(out_);
}

bool Server::becomes(const std::function<bool()>& answer) const {
    for (int i = 0; i < 600; ++i) {
        if (answer()) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
}

int Server::end(int signal) {
    kill(pid_, signal);
    const int status = exit_status(pid_);
    pid_ = -1;
    return status;
}

HttpReply Server::get(const std::string& path) const {
    const Curl curl(curl_easy_init(), curl_easy_cleanup);
    return perform(curl.get(), url_ + path);
}

HttpReply Server::post_json(const std::string& path, const std::string& json) const {
    const Curl curl(curl_easy_init(), curl_easy_cleanup);
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
        curl_slist_append(nullptr, "Content-Type: application/json"), curl_slist_free_all);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, json.data());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(json.size()));
    return perform(curl.get(), url_ + path);
}

HttpReply Server::post_photo(const std::string& path, const std::string& bytes,
                             const std::map<std::string, std::string>& fields,
                             const std::string& filename) const {
    const Curl curl(curl_easy_init(), curl_easy_cleanup);
    const std::unique_ptr<curl_mime, decltype(&curl_mime_free)> form(curl_mime_init(curl.get()),
                                                                     curl_mime_free);
    curl_mimepart* photo = curl_mime_addpart(form.get());
    curl_mime_name(photo, "photo");
    curl_mime_filename(photo, filename.c_str());
    curl_mime_data(photo, bytes.data(), bytes.size());
    for (const auto& [name, value] : fields) {
        curl_mimepart* field = curl_mime_addpart(form.get());
        curl_mime_name(field, name.c_str());
        curl_mime_data(field, value.data(), value.size());
    }
    curl_easy_setopt(curl.get(), CURLOPT_MIMEPOST, form.get());
    return perform(curl.get(), url_ + path);
}

std::string read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::filesystem::path& file, const std::string& bytes) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

double peak_memory_mb(pid_t pid) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) {
            return std::stod(line.substr(6)) * 1024 / 1e6;
        }
    }
    throw std::runtime_error("the process " + std::to_string(pid) + " tells no VmHWM");
}

std::optional<std::filesystem::path> astronaut() {
    const std::filesystem::path file = std::filesystem::path(FACES_TEST_PHOTOS) / "astronaut.png";
    return std::filesystem::exists(file) ? std::optional(file) : std::nullopt;
}

}  // namespace faces::testing
