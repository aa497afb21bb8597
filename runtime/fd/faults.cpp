// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/faults.h"

#include <asm/statfs.h>
#include <linux/in.h>
#include <linux/magic.h>
#include <linux/netlink.h>
#include <linux/tcp.h>

#include "runtime/fd/describe.h"
#include "runtime/fd/socket.h"
#include "runtime/fd/tcp_states.h"

namespace ckpt::fd {

namespace {

// struct ucred
struct Credentials {
  i32 pid;
  u32 user, group;
};

bool is_only_named(int fd) {
  SysResult flags = sys::fcntl(fd, F_GETFL);
  return flags.ok() && (flags.value() & O_PATH);
}

StringView fault_of_device(int fd, const struct stat &st) {
  bool saved = is_plain_device(st) || is_terminal_master(st) ||
               ((st.st_mode & kTypeMask) == kTypeCharacter && is_terminal(fd));
  return saved || is_only_named(fd) ? StringView() : device_fault();
}

// The beginning of the link, on a stack that may be small.
class ShortLink {
public:
  explicit ShortLink(int fd) {
    Text<48> name("/proc/thread-self/fd/", fd);
    SysResult n = sys::readlink(name.c_str(), text_, sizeof text_);
    size_ = n.ok() ? static_cast<size_t>(n.value()) : 0;
  }
  StringView view() const { return {text_, size_}; }

private:
  char text_[64];
  size_t size_;
};

// No file of a disk is on a device of major 0 and empty, but for new ones.
StringView fault_of_file(int fd, const struct stat &st) {
  bool on_disk = (st.st_dev >> 8) & 0xfff;
  if (on_disk || st.st_size || !of_kernel(fd))
    return {};
  return fault_of_proc_file(ShortLink(fd).view(), sys::getpid());
}

StringView fault_of_socket(int fd) {
  u32 domain = 0, type = 0, protocol = 0;
  get_number(fd, SO_DOMAIN, domain);
  get_number(fd, SO_TYPE, type);
  get_number(fd, SO_PROTOCOL, protocol);
  return saves_socket(domain, type, protocol) ? fault_of_connection(fd)
                                              : socket_fault();
}

} // namespace

bool of_kernel(int fd) {
  struct statfs fs;
  return sys::call(__NR_fstatfs, fd, &fs).ok() &&
         (fs.f_type == PROC_SUPER_MAGIC || fs.f_type == SYSFS_MAGIC);
}

bool is_epoll_set(StringView link) { return link == "anon_inode:[eventpoll]"; }

StringView fault_of_object(StringView link) {
  constexpr char kSaved[][24] = {
      "anon_inode:inotify", "anon_inode:[pidfd]", "anon_inode:[eventfd]",
      "anon_inode:[timerfd]", "anon_inode:[signalfd]"};
  if (is_epoll_set(link))
    return {};
  for (const char *saved : kSaved)
    if (link == saved)
      return {};
  if (link == "anon_inode:[fanotify]")
    return "watches files as a supervisor (fanotify), which is not saved; close it "
           "before a checkpoint";
  return "is of a kind that is not saved";
}

StringView fault_of_proc_file(StringView link, i32 own_pid) {
  Text<32> own("/proc/", own_pid, "/");
  bool its_own = link.starts_with(own.view());
  bool any = link.starts_with("/proc/") && link.size > 6 && link[6] >= '0' &&
             link[6] <= '9';
  // The first thread's comes back.
  Text<32> first("task/", own_pid, "/");
  StringView rest = its_own ? link.drop(own.view().size) : StringView();
  if (rest.starts_with("task/") && !rest.starts_with(first.view()))
    return "is a file of a thread in /proc, which another process does not have";
  if (any && !its_own)
    return "is a file of another process in /proc";
  return {};
}

bool saves_socket(u64 domain, u64 type, u64 protocol) {
  if (domain == kUnix)
    return true;
  if (domain == kNetlink)
    return protocol == NETLINK_ROUTE || protocol == NETLINK_SOCK_DIAG ||
           protocol == NETLINK_KOBJECT_UEVENT;
  return (domain == kInet || domain == kInet6) &&
         (type == kStream ? protocol == IPPROTO_TCP
                          : type == kDatagram && protocol == IPPROTO_UDP);
}

StringView fault_of_connection(int fd) {
  u32 domain = 0, protocol = 0;
  get_number(fd, SO_DOMAIN, domain);
  get_number(fd, SO_PROTOCOL, protocol);
  if (domain == kUnix) {
    Credentials peer = {};
    u32 size = sizeof peer;
    bool others = get_option(fd, SOL_SOCKET, SO_PEERCRED, &peer, size).ok() &&
                  peer.pid && peer.pid != sys::getpid();
    return others ? connected_fault() : StringView();
  }
  if (protocol != IPPROTO_TCP)
    return {};
  struct tcp_info info = {};
  u32 size = sizeof info;
  bool connected = get_option(fd, kLevelTcp, TCP_INFO, &info, size).ok() &&
                   info.tcpi_state != kTcpClosed &&
                   info.tcpi_state != kTcpListening;
  return connected ? new_connection_fault() : StringView();
}

StringView lasting_fault(int fd) {
  struct stat st;
  if (!sys::fstat(fd, st).ok())
    return {};
  switch (st.st_mode & kTypeMask) {
  case kTypeRegular:
  case kTypeDirectory:
    return fault_of_file(fd, st);
  case kTypeCharacter:
  case kTypeBlock:
    return fault_of_device(fd, st);
  case kTypeSocket:
    return fault_of_socket(fd);
  case 0:
    return fault_of_object(ShortLink(fd).view());
  }
  return {};
}

} // namespace ckpt::fd
