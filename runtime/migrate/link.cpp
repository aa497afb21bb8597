// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/migrate/link.h"

#include <asm/errno.h>
#include <asm/ioctls.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/poll.h>
#include <linux/time.h>

#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt::migrate {

namespace {

// <sys/socket.h>: socket(2), send(2), shutdown(2), getsockopt(2).
constexpr int kInet = 2, kInet6 = 10;
constexpr int kStream = 1, kCloseOnExec = 02000000, kNonBlocking = 04000;
constexpr int kDontWait = 0x40, kNoSignal = 0x4000, kPeek = 2;
constexpr int kShutWrite = 1, kSocketLevel = 1, kSocketError = 4;
constexpr short kReadHangup = 0x2000; // POLLRDHUP
// Nothing announces that the peer's kernel has taken the last byte.
constexpr int kLookAgain = 20000000; // ns

bool broke(int error, Reason &why) {
  if (error == ECONNRESET || error == EPIPE)
    why.set("the other side closed the connection");
  else
    why.set("the connection broke (errno ", error, ")");
  return false;
}

u32 interface_number(int fd, const char *name) {
  struct {
    char name[16];
    int number;
    char rest[20];
  } request = {}; // struct ifreq, netdevice(7)
  constexpr u64 kGetIndex = 0x8933; // SIOCGIFINDEX
  memcpy(request.name, name, kMaxScope);
  if (sys::ioctl(fd, kGetIndex, &request).ok())
    return static_cast<u32>(request.number);
  u32 number = 0;
  for (; *name >= '0' && *name <= '9'; ++name)
    number = number * 10 + static_cast<u32>(*name - '0');
  return number;
}

SysResult start_connect(int fd, const Address &address, u16 port) {
  u16 network_port = static_cast<u16>(port << 8 | port >> 8);
  if (address.v6) {
    sockaddr_in6 to = {};
    to.sin6_family = kInet6;
    to.sin6_port = network_port;
    memcpy(&to.sin6_addr, address.bytes, 16);
    if (address.scope[0])
      to.sin6_scope_id = interface_number(fd, address.scope);
    return sys::call_on(__NR_connect, fd, &to, sizeof to);
  }
  sockaddr_in to = {};
  to.sin_family = kInet;
  to.sin_port = network_port;
  memcpy(&to.sin_addr, address.bytes, 4);
  return sys::call_on(__NR_connect, fd, &to, sizeof to);
}

SysResult receive_now(int fd, void *to, size_t size) {
  SysResult n = sys::call_on(__NR_recvfrom, fd, to, size, kDontWait, 0, 0);
  // A starter may hand over a pipe or a file.
  return n.error() == ENOTSOCK ? sys::read(fd, to, size) : n;
}

} // namespace

u64 now_ms() {
  __kernel_timespec now = {};
  sys::clock_gettime(CLOCK_MONOTONIC, now).ignore();
  return static_cast<u64>(now.tv_sec) * 1000 +
         static_cast<u64>(now.tv_nsec) / 1000000;
}

// False at the deadline.
bool Link::wait(short events, u64 deadline, short &found) const {
  for (;;) {
    u64 now = now_ms();
    u64 left = now < deadline ? deadline - now : 0;
    SysResult n = sys::poll_one(fd_, events, min<u64>(left, 1u << 30), found);
    if (n.value() > 0)
      return true;
    if (!left)
      return false;
  }
}

bool Link::timed_out(StringView what, u64 limit, Reason &why) const {
  why.set(what, " within ", limit / 1000, " s (-_ckpt_migrate_timeout)");
  return false;
}

bool Link::connect(const Address &address, u16 port, u32 seconds,
                   Reason &why) {
  SysResult made = sys::make_own(__NR_socket, address.v6 ? kInet6 : kInet,
                                 kStream | kCloseOnExec | kNonBlocking);
  if (!made.ok()) {
    why.set("no socket can be made (errno ", made.error(), ")");
    return false;
  }
  fd_ = made.fd();
  int error = start_connect(fd_, address, port).error();
  short found = 0;
  u64 limit = u64{seconds} * 1000;
  if (error == EINPROGRESS) {
    if (!wait(POLLOUT, now_ms() + limit, found)) {
      close();
      return timed_out("the other side did not answer", limit, why);
    }
    u32 size = sizeof error;
    sys::call_on(__NR_getsockopt, fd_, kSocketLevel, kSocketError, &error, &size)
        .ignore();
  }
  if (!error)
    return true;
  close();
  if (error == ECONNREFUSED)
    why.set("nothing listens at that port");
  else if (error == ENETUNREACH || error == EHOSTUNREACH)
    why.set("there is no way to that address (errno ", error, ")");
  else
    why.set("connect failed (errno ", error, ")");
  return false;
}

void Link::close() {
  if (fd_ >= 0)
    sys::close(fd_).ignore();
  fd_ = -1;
}

bool Link::send(Bytes bytes, Reason &why, u64 *sent) {
  u64 deadline = now_ms() + limit_;
  u64 done = 0;
  while (done < bytes.size) {
    SysResult n = sys::call_on(__NR_sendto, fd_, bytes.data + done,
                            bytes.size - done, kNoSignal | kDontWait, 0, 0);
    if (n.ok())
      done += static_cast<u64>(n.value());
    if (sent)
      *sent = done;
    short found = 0;
    if (n.error() == EAGAIN && !wait(POLLOUT, deadline, found))
      return timed_out("the other side took nothing", limit_, why);
    if (!n.ok() && n.error() != EAGAIN && n.error() != EINTR)
      return broke(n.error(), why);
  }
  return true;
}

bool Link::send_image(Bytes bytes, Reason &why) {
  u64 deadline = now_ms() + limit_;
  while (bytes.size) {
    short found = 0;
    if (!wait(POLLOUT | POLLIN, deadline, found))
      return timed_out("the other side took nothing", limit_, why);
    if (found & POLLIN) {
      why.set("the other side closed the connection");
      return false;
    }
    SysResult n = sys::call_on(__NR_sendto, fd_, bytes.data, bytes.size,
                            kNoSignal | kDontWait, 0, 0);
    if (n.ok())
      bytes = bytes.sub(static_cast<size_t>(n.value()),
                        bytes.size - static_cast<size_t>(n.value()));
    else if (n.error() != EAGAIN && n.error() != EINTR)
      return broke(n.error(), why);
  }
  return true;
}

bool Link::receive_some(void *to, size_t size, size_t &got, Reason &why) {
  short found = 0;
  if (!wait(POLLIN, now_ms() + limit_, found))
    return timed_out("nothing came from the other side", limit_, why);
  SysResult n = receive_now(fd_, to, size);
  if (!n.ok())
    return broke(n.error(), why);
  got = static_cast<size_t>(n.value());
  return true;
}

bool Link::receive(void *to, size_t size, Reason &why) {
  u64 deadline = now_ms() + limit_;
  for (size_t done = 0; done < size;) {
    short found = 0;
    if (!wait(POLLIN, deadline, found))
      return timed_out("the other side did not say what is due", limit_, why);
    SysResult n = receive_now(fd_, static_cast<u8 *>(to) + done, size - done);
    if (n.error() == EAGAIN || n.error() == EINTR)
      continue;
    if (!n.ok())
      return broke(n.error(), why);
    if (n.value() == 0)
      return broke(EPIPE, why);
    done += static_cast<size_t>(n.value());
  }
  return true;
}

bool Link::receive_record(Span<const RecordType> due, Session &session,
                          RecordType &type, u32 seconds, Reason &why,
                          Bytes head) {
  u64 usual = limit_;
  limit_ = u64{seconds} * 1000;
  Record record = {};
  memcpy(&record.header, head.data, head.size);
  bool good =
      receive(reinterpret_cast<u8 *>(&record.header) + head.size,
              sizeof record.header - head.size, why) &&
      check_header(record.header, due, why) &&
      receive(record.body, record.header.size, why);
  limit_ = usual;
  if (!good)
    return false;
  type = static_cast<RecordType>(record.header.type);
  if (type != RecordType::kRefuse)
    return take_record(record, session, why);
  Text<kMaxRefusal + 1> text;
  refusal_text(record, text);
  why.set("the other side refused: ", text);
  return false;
}

void Link::prefer_refusal(u64 ms, Reason &why) {
  short found = 0;
  if (!wait(POLLIN, now_ms() + ms, found))
    return;
  Session none;
  RecordType type;
  Reason said;
  receive_record({}, none, type, kLastWords / 1000, said);
  if (said.view().starts_with("the other side refused"))
    why.set(said);
}

bool Link::is_dead() const {
  char byte;
  SysResult n =
      sys::call_on(__NR_recvfrom, fd_, &byte, 1, kDontWait | kPeek, 0, 0);
  return n.error() != EAGAIN && n.error() != EINTR;
}

bool Link::finish_sending(Reason &why) {
  sys::call_on(__NR_shutdown, fd_, kShutWrite).ignore();
  int before = -1;
  u64 deadline = now_ms() + limit_;
  for (;;) {
    int left = 0; // bytes that the peer has not acknowledged, tcp(7)
    if (!sys::ioctl(fd_, TIOCOUTQ, &left).ok())
      return true; // not TCP
    int error = 0;
    u32 size = sizeof error;
    sys::call_on(__NR_getsockopt, fd_, kSocketLevel, kSocketError, &error, &size)
        .ignore();
    if (error)
      return broke(error, why);
    if (!left)
      return true;
    if (left != before)
      deadline = now_ms() + limit_;
    before = left;
    if (now_ms() >= deadline)
      return timed_out("the other side took nothing", limit_, why);
    __kernel_timespec pause = {0, kLookAgain};
    sys::call(__NR_nanosleep, &pause, nullptr).ignore();
  }
}

void Link::refuse_and_close(StringView text) {
  Reason ignored;
  u64 deadline = now_ms() + kLastWords;
  if (fd_ >= 0 && send(make_refusal(text), ignored)) {
    sys::call_on(__NR_shutdown, fd_, kShutWrite).ignore();
    u8 dropped[4096];
    short found = 0;
    while (wait(POLLIN, deadline, found) && now_ms() < deadline &&
           receive_now(fd_, dropped, sizeof dropped).value() > 0) {
    }
  }
  close();
}

} // namespace ckpt::migrate
