// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/inspect/sites.h"
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ckpt::inspect {

namespace {

std::string printable(const std::string &text) {
  return cli::printable({text.data(), text.size()});
}

bool read_at(int fd, u64 offset, void *to, u64 size) {
  char *at = static_cast<char *>(to);
  while (size) {
    ssize_t got = ::pread(fd, at, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return false;
    at += got;
    offset += static_cast<u64>(got);
    size -= static_cast<u64>(got);
  }
  return true;
}

std::string place(const Site &site) {
  if (site.file.empty())
    return "-";
  return printable(site.file) + ":" + std::to_string(site.line);
}

} // namespace

Failure read_sites(const std::string &path, std::vector<Site> &out) {
  std::string name = printable(path);
  struct stat st;
  if (::stat(path.c_str(), &st) != 0)
    return {cli::kUnreadable, name +
                                  ": cannot be found: " + std::strerror(errno) +
                                  "; check its name and directory"};
  if (!S_ISREG(st.st_mode))
    return {cli::kUnreadable,
            name + ": not a regular file; give the name of a program"};
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    return {cli::kUnreadable,
            name + ": cannot be opened: " + std::strerror(errno)};
  std::string why;
  bool good = find_sites(
      static_cast<u64>(st.st_size),
      [fd](u64 at, void *to, u64 size) { return read_at(fd, at, to, size); },
      out, why);
  ::close(fd);
  std::stable_sort(out.begin(), out.end(), [](const Site &a, const Site &b) {
    int order = a.file.compare(b.file);
    return order ? order < 0 : a.line < b.line;
  });
  return good ? Failure{} : Failure{cli::kDamaged, name + ": " + why};
}

std::string kind_name(site::Kind kind) {
  switch (kind) {
  case site::Kind::kCall:
    return "call";
  case site::Kind::kPointer:
    return "pointer";
  case site::Kind::kNumber:
    return "number";
  case site::Kind::kAssembly:
    break;
  }
  return "assembly";
}

size_t routed_count(const std::vector<Site> &sites) {
  return static_cast<size_t>(
      std::count_if(sites.begin(), sites.end(),
                    [](const Site &site) { return site.routed; }));
}

void print_sites(const std::string &path, const std::vector<Site> &sites) {
  std::string name = printable(path);
  if (sites.empty()) {
    std::printf("%s: no system calls are noted; was it compiled with "
                "ckpt_compile --ckpt-instrument and clang?\n",
                name.c_str());
    return;
  }
  size_t routed = routed_count(sites);
  std::printf("%s: %s, %zu routed (%zu %%), %zu left to the trap\n\n",
              name.c_str(), cli::counted(sites.size(), "place").c_str(), routed,
              100 * routed / sites.size(), sites.size() - routed);
  std::printf("%-7s %-9s %-24s %-24s %s\n", "", "kind", "what", "in", "at");
  for (const Site &site : sites)
    std::printf("%-7s %-9s %-24s %-24s %s%s%s\n",
                site.routed ? "routed" : "left", kind_name(site.kind).c_str(),
                printable(site.call).c_str(),
                site.function.empty() ? "-" : printable(site.function).c_str(),
                place(site).c_str(), site.why.empty() ? "" : "  ",
                printable(site.why).c_str());
}

} // namespace ckpt::inspect
