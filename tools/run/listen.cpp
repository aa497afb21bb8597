// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/run/listen.h"
#include "tools/common/cli.h"
#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ckpt::run {

namespace {

Failure bad_endpoint(const std::string &text) {
  return {ExitCode::kUsage,
          "--listen " + cli::printable({text.data(), text.size()}) +
              ": give a port (0 to 65535), or an address and a port as in "
              "192.0.2.1:9000 or [2001:db8::1]:9000"};
}

Failure cannot_listen(const char *what) {
  return {ExitCode::kNoArrival, std::string("cannot listen for a job: ") +
                                    what + ": " + std::strerror(errno) +
                                    "; is the port in use, or the address "
                                    "another machine's?"};
}

// An address for bind(2); IPv6 takes IPv4 too where no address was asked for.
socklen_t bind_address(const Endpoint &where, bool v6, sockaddr_storage &out) {
  out = {};
  if (v6) {
    sockaddr_in6 &in6 = reinterpret_cast<sockaddr_in6 &>(out);
    in6.sin6_family = AF_INET6;
    in6.sin6_port = htons(where.port);
    std::memcpy(&in6.sin6_addr, where.address.bytes, 16);
    return sizeof in6;
  }
  sockaddr_in &in = reinterpret_cast<sockaddr_in &>(out);
  in.sin_family = AF_INET;
  in.sin_port = htons(where.port);
  std::memcpy(&in.sin_addr, where.address.bytes, 4);
  return sizeof in;
}

int try_listen(const Endpoint &where, bool v6) {
  int fd = socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return -1;
  int yes = 1, only_v6 = !where.any;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (v6)
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only_v6, sizeof only_v6);
  sockaddr_storage address;
  socklen_t size = bind_address(where, v6, address);
  if (bind(fd, reinterpret_cast<sockaddr *>(&address), size) == 0 &&
      listen(fd, 1) == 0)
    return fd;
  int error = errno;
  close(fd);
  errno = error;
  return -1;
}

// Without IPv6 in the kernel, IPv4 alone.
int open_listener(const Endpoint &where) {
  if (!where.any)
    return try_listen(where, where.address.v6);
  int fd = try_listen(where, true);
  return fd < 0 && errno != EADDRINUSE ? try_listen(where, false) : fd;
}

void say_port(int fd) {
  sockaddr_storage address = {};
  socklen_t size = sizeof address;
  getsockname(fd, reinterpret_cast<sockaddr *>(&address), &size);
  // The port is at the same place in both (ip(7), ipv6(7)).
  u16 port = ntohs(reinterpret_cast<sockaddr_in &>(address).sin_port);
  note("waits for a job at port " + std::to_string(port));
}

int open_signals() {
  sigset_t ends;
  sigemptyset(&ends);
  for (int number : {SIGTERM, SIGTSTP, SIGINT, SIGQUIT, SIGHUP})
    sigaddset(&ends, number);
  return signalfd(-1, &ends, SFD_CLOEXEC);
}

MaybeFailure wait_for_connection(int listener, int seconds, int &connection) {
  int signals = open_signals();
  pollfd events[] = {{listener, POLLIN, 0}, {signals, POLLIN, 0}};
  int found;
  do
    found = poll(events, 2, seconds ? seconds * 1000 : -1);
  while (found < 0 && errno == EINTR);
  signalfd_siginfo info = {};
  if (events[1].revents & POLLIN &&
      read(signals, &info, sizeof info) == sizeof info) {
    warning("ended by a signal before a job arrived");
    int number = static_cast<int>(info.ssi_signo);
    die_by(number == SIGTSTP ? SIGTERM : number); // that one only stops
  }
  close(signals);
  if (found == 0)
    return Failure{ExitCode::kNoArrival,
                   "no job arrived within " +
                       cli::counted(static_cast<u64>(seconds), "second") +
                       " (--timeout)"};
  connection = accept(listener, nullptr, nullptr);
  if (connection < 0)
    return cannot_listen("accept");
  return {};
}

} // namespace

MaybeFailure parse_endpoint(const std::string &text, Endpoint &out) {
  out = {};
  size_t colon = text.rfind(':');
  std::string host =
      colon == std::string::npos ? std::string() : text.substr(0, colon);
  std::string port =
      colon == std::string::npos ? text : text.substr(colon + 1);
  const char *end = port.data() + port.size();
  std::from_chars_result parsed =
      std::from_chars(port.data(), end, out.port, 10);
  if (parsed.ec != std::errc() || parsed.ptr != end)
    return bad_endpoint(text);
  if (colon == std::string::npos)
    return {};
  bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed)
    host = host.substr(1, host.size() - 2);
  out.any = false;
  if (!migrate::parse_address({host.data(), host.size()}, out.address) ||
      out.address.v6 != bracketed)
    return bad_endpoint(text);
  return {};
}

MaybeFailure wait_for_job(const Endpoint &where, int seconds, Arrival &out) {
  int listener = open_listener(where);
  if (listener < 0)
    return cannot_listen("the port");
  say_port(listener);
  MaybeFailure failure =
      wait_for_connection(listener, seconds, out.connection);
  close(listener);
  if (failure)
    return failure;
  int ends[2];
  if (pipe(ends) != 0)
    return cannot_listen("a pipe");
  out.stream = ends[0];
  // It fits in the pipe: nobody has to read meanwhile.
  std::string text =
      "migrate_from " + std::to_string(out.connection) + "\nend\n";
  ssize_t written = write(ends[1], text.data(), text.size());
  close(ends[1]);
  if (written != static_cast<ssize_t>(text.size()))
    return cannot_listen("a pipe");
  return {};
}

void add_arrival(const CommandLine &line, const Arrival &arrival,
                 JobLine &out) {
  std::string number = std::to_string(arrival.stream);
  if (line.has(OptionId::kScript)) {
    out.ckpt_flags += " -_condor_relocatable -_condor_cmd_fd " + number;
    return;
  }
  const std::string flags[] = {"-_condor_relocatable", "-_condor_cmd_fd",
                               number};
  size_t name = line.has(OptionId::kSetarch) ? 5 : 0;
  out.argv.insert(out.argv.begin() + static_cast<std::ptrdiff_t>(name) + 1,
                  std::begin(flags), std::end(flags));
}

void close_arrival(Arrival &arrival) {
  for (int fd : {arrival.connection, arrival.stream})
    if (fd >= 0)
      close(fd);
  arrival = {};
}

} // namespace ckpt::run
