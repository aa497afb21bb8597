// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The parsers against the text of the kernel the test runs on: what this
// process did to itself must come out again.
#include "runtime/proc/fdinfo.h"
#include "runtime/proc/lines.h"
#include "runtime/proc/maps.h"
#include "runtime/proc/smaps.h"
#include "runtime/proc/stat.h"
#include "runtime/proc/status.h"
#include "test/unit/check.h"
#include "test/unit/proc_text.h"
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace ckpt;
using namespace ckpt::proc;

namespace {

// Streams a file through `capacity` bytes; false when it cannot be read or
// does not consist of whole lines.
bool each_line(const std::string &path, size_t capacity,
               const std::function<void(StringView)> &use) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return false;
  std::vector<char> buffer(capacity);
  LineBuffer lines(buffer.data(), buffer.size());
  ssize_t n;
  for (;;) {
    char *to = lines.space();
    n = read(fd, to, lines.space_size());
    if (n <= 0)
      break;
    lines.added(static_cast<size_t>(n));
    StringView line;
    while (lines.next(line))
      use(line);
  }
  close(fd);
  return n == 0 && !lines.unfinished();
}

// A directory that goes away with its files.
class Scratch {
public:
  Scratch() {
    const char *base = std::getenv("TMPDIR");
    std::string name = std::string(base ? base : "/tmp") + "/procXXXXXX";
    if (mkdtemp(name.data()))
      if (char *real = realpath(name.c_str(), nullptr)) {
        path_ = real;
        std::free(real);
      }
  }
  ~Scratch() {
    for (const std::string &file : files_)
      unlink(file.c_str());
    if (!path_.empty())
      rmdir(path_.c_str());
  }
  bool ready() const { return !path_.empty(); }
  // A new file of two pages; -1 when that fails.
  int file(const std::string &name, std::string &path) {
    path = path_ + "/" + name;
    int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    files_.push_back(path);
    if (fd >= 0 && ftruncate(fd, 8192) != 0)
      return -1;
    return fd;
  }

private:
  std::string path_;
  std::vector<std::string> files_;
};

struct Seen {
  bool found = false;
  MapsLine map;
  std::string path; // unescaped
  MappingDetail detail;
};

// The mapping at `start` as maps or smaps shows it; every line must parse.
Seen look_up(const char *file, const void *start) {
  u64 wanted = reinterpret_cast<u64>(start);
  Seen seen;
  bool here = false;
  bool all = true;
  bool read = each_line(file, 16384, [&](StringView line) {
    if (!looks_like_maps_line(line)) {
      MappingDetail other;
      all = all && parse_smaps_field(line, here ? seen.detail : other);
      return;
    }
    MapsLine map;
    all = all && parse_maps_line(line, map);
    here = map.start <= wanted && wanted < map.end;
    if (!here)
      return;
    char path[8192];
    size_t length = unescape_path(map.path, path, sizeof path);
    all = all && length <= sizeof path;
    seen.found = true;
    seen.map = map;
    seen.map.path = StringView();
    seen.path.assign(path, all ? length : 0);
  });
  CHECK(read);
  CHECK(all);
  return seen;
}

} // namespace

TEST(mapped_files_with_awkward_names) {
  Scratch scratch;
  REQUIRE(scratch.ready());
  for (const char *name :
       {"a b", "trail ", "new\nline", "\n", "back\\slash", "octal\\134",
        "tab\there", "alive (deleted)", "nl\n (deleted)"}) {
    for (bool deleted : {false, true}) {
      std::string path;
      int fd = scratch.file(name, path);
      REQUIRE(fd >= 0);
      void *at = mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE, fd, 4096);
      REQUIRE(at != MAP_FAILED);
      if (deleted)
        unlink(path.c_str());
      Seen seen = look_up("/proc/self/maps", at);
      munmap(at, 4096);
      close(fd);
      REQUIRE(seen.found);
      // A living name that ends so cannot be told from a deleted one.
      std::string shown = path + (deleted ? " (deleted)" : "");
      CHECK_EQ(seen.path + (seen.map.deleted ? " (deleted)" : ""), shown);
      CHECK(!deleted || seen.map.deleted);
      CHECK_EQ(seen.map.start, reinterpret_cast<u64>(at));
      CHECK_EQ(seen.map.end - seen.map.start, 4096u);
      CHECK_EQ(seen.map.offset, 4096u);
      CHECK_EQ(seen.map.prot, static_cast<u32>(PROT_READ));
      CHECK(!seen.map.shared);
      CHECK(seen.map.inode != 0);
    }
  }
}

TEST(advice_comes_back_as_flags) {
  constexpr size_t kSize = 16 * 4096;
  void *at = mmap(nullptr, kSize, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  REQUIRE(at != MAP_FAILED);
  std::memset(at, 1, kSize);
  CHECK_EQ(madvise(at, kSize, MADV_DONTFORK), 0);
  CHECK_EQ(madvise(at, kSize, MADV_DONTDUMP), 0);
  Seen seen = look_up("/proc/self/smaps", at);
  munmap(at, kSize);
  REQUIRE(seen.found);
  CHECK(seen.map.shared);
  CHECK(seen.map.deleted);
  u64 expected = kVmRead | kVmWrite | kVmShared | kVmDontCopy | kVmDontDump;
  CHECK_EQ(seen.detail.vm_flags & expected, expected);
  CHECK_EQ(seen.detail.vm_flags & (kVmExec | kVmGrowsDown | kVmLocked), 0u);
  CHECK_EQ(seen.detail.rss_kb + seen.detail.swap_kb, kSize / 1024);
}

TEST(the_stack_grows_down) {
  int here = 0;
  Seen seen = look_up("/proc/self/smaps", &here);
  REQUIRE(seen.found);
  CHECK_EQ(seen.path, std::string("[stack]"));
  CHECK(seen.detail.vm_flags & kVmGrowsDown);
}

TEST(a_descriptor_with_locks) {
  Scratch scratch;
  REQUIRE(scratch.ready());
  std::string path;
  int fd = scratch.file("locked", path);
  REQUIRE(fd >= 0);
  CHECK_EQ(lseek(fd, 4321, SEEK_SET), 4321);
  struct flock write = {};
  write.l_type = F_WRLCK;
  write.l_start = 10;
  write.l_len = 20;
  REQUIRE_EQ(fcntl(fd, F_SETLK, &write), 0);
  struct flock rest = {};
  rest.l_type = F_RDLCK;
  rest.l_start = 50;
  REQUIRE_EQ(fcntl(fd, F_SETLK, &rest), 0);

  FdInfo info;
  std::vector<LockLine> locks;
  bool all = true;
  bool read = each_line(
      "/proc/self/fdinfo/" + std::to_string(fd), 4096, [&](StringView line) {
        LockLine lock;
        bool is_lock = false;
        all = parse_fdinfo_line(line, info, lock, is_lock) && all;
        if (is_lock)
          locks.push_back(lock);
      });
  struct stat status = {};
  CHECK_EQ(fstat(fd, &status), 0);
  close(fd);
  CHECK(read && all);
  CHECK(info.has_pos && info.has_flags);
  CHECK_EQ(info.pos, 4321u);
  CHECK_EQ(info.flags & (O_ACCMODE | O_CLOEXEC | O_APPEND),
           static_cast<u32>(O_RDWR | O_CLOEXEC));
  REQUIRE_EQ(locks.size(), 2u);
  for (const LockLine &lock : locks) {
    bool first = lock.start == 10;
    CHECK_EQ(lock.kind, LockLine::kPosix);
    CHECK_EQ(lock.pid, getpid());
    CHECK_EQ(lock.write, first);
    CHECK_EQ(lock.start, first ? 10u : 50u);
    CHECK_EQ(lock.to_eof, !first);
    CHECK_EQ(lock.end, first ? 29u : static_cast<u64>(INT64_MAX));
  }
}

TEST(signals_and_umask_of_this_task) {
  sigset_t set;
  sigset_t old;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGUSR2);
  REQUIRE_EQ(sigprocmask(SIG_BLOCK, &set, &old), 0);
  raise(SIGUSR1);
  kill(getpid(), SIGUSR2);
  mode_t mask = umask(027);
  TaskStatus status;
  bool all = true;
  bool read = each_line("/proc/thread-self/status", 4096, [&](StringView line) {
    all = parse_status_line(line, status) && all;
  });
  umask(mask);
  struct timespec now = {};
  while (sigtimedwait(&set, nullptr, &now) > 0) {
  }
  sigprocmask(SIG_SETMASK, &old, nullptr);
  CHECK(read && all);
  constexpr u64 kUsr1 = u64{1} << (SIGUSR1 - 1);
  constexpr u64 kUsr2 = u64{1} << (SIGUSR2 - 1);
  CHECK_EQ(status.state, 'R');
  CHECK_EQ(status.pid, static_cast<u64>(getpid()));
  CHECK_EQ(status.tgid, static_cast<u64>(getpid()));
  CHECK_EQ(status.threads, 1u);
  CHECK_EQ(status.pending_thread, kUsr1);
  CHECK_EQ(status.pending_process, kUsr2);
  CHECK_EQ(status.blocked & (kUsr1 | kUsr2), kUsr1 | kUsr2);
  CHECK(status.has_umask);
  CHECK_EQ(status.umask, 027u);
}

TEST(addresses_of_this_process_under_an_awkward_name) {
  char old[16] = {};
  prctl(PR_GET_NAME, old);
  prctl(PR_SET_NAME, "a) R 1 (b\n");
  char text[4096];
  int fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
  ssize_t n = read(fd, text, sizeof text);
  close(fd);
  prctl(PR_SET_NAME, old);
  REQUIRE(n > 0);
  StatMm mm;
  REQUIRE(parse_stat(StringView(text, static_cast<size_t>(n)), mm));
  u64 code = reinterpret_cast<u64>(&look_up);
  CHECK(mm.start_code <= code && code < mm.end_code);
  CHECK(mm.start_data < mm.end_data);
  CHECK(mm.start_brk <= reinterpret_cast<u64>(sbrk(0)));
  CHECK(mm.start_stack > reinterpret_cast<u64>(&mm));
  CHECK_EQ(mm.arg_start, reinterpret_cast<u64>(program_invocation_name));
  CHECK(mm.arg_start < mm.arg_end);
  CHECK(mm.arg_end <= mm.env_start);
  CHECK(mm.env_start < mm.env_end);
  CHECK(mm.starttime > 0);
}
