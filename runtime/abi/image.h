// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The checkpoint image on disk.  docs/image-format.md is its page; change one
// field here and that page, kFormatVersion and the golden images change too.
//
//   +---------------------------+ 0
//   | Elf64_Ehdr  (ET_CORE)     |
//   | Elf64_Phdr[]              |  head: every byte is covered by
//   | Elf64_Shdr  (PN_XNUM only)|  Commit::head_crc
//   | notes, zero padding       |
//   +---------------------------+ Meta::data_offset (page aligned)
//   | page runs, content runs;  |
//   | every byte that no run    |
//   | covers is zero            |
//   +---------------------------+ Commit::file_size - sizeof(Commit)
//   | Commit                    |
//   +---------------------------+
//
// All integers are little endian.  Phase: any.
#pragma once
#include "runtime/abi/image_frames.h"
#include "runtime/abi/image_queues.h"
#include "runtime/abi/image_settings.h"
#include "runtime/abi/image_shared.h"
#include "runtime/abi/image_virtual.h"
#include "runtime/abi/image_watches.h"
#include "runtime/abi/types.h"

namespace ckpt::image {

inline constexpr u32 kFormatVersion = 2;
inline constexpr u32 kArchX86_64 = 1;

// Owner of our notes.  gdb ignores it: the types keep clear of all that it knows.
inline constexpr char kNoteName[] = "CKPT";
enum class Note : u32 {
  kMeta = 0x434b5001,        // one Meta
  kProvenance = 0x434b5002,  // text, "key=value\n" each
  kCpu = 0x434b5003,         // CpuLeaf[]
  kMappings = 0x434b5004,    // Mapping[], then the string pool
  kRuns = 0x434b5005,        // Run[]
  kThreads = 0x434b5006,     // Thread[]
  kDescriptors = 0x434b5007, // Descriptor[], then the string pool
  kLocks = 0x434b5008,       // RecordLock[]
  kActions = 0x434b5009,     // Action[64], signal 1 first
  kPending = 0x434b500a,     // PendingSignal[], in the order to queue them
  kOptions = 0x434b500b,     // text, "key=value\n" each
  kShared = 0x434b5010,      // SharedObject[], then the string pool
  kTimers = 0x434b500c,      // Timer[]
  kClocks = 0x434b500d,      // Clocks[]
  kContents = 0x434b500e,    // Content[]
  kWatches = 0x434b500f,     // Watch[]
  kContentRuns = 0x434b5014, // ContentRun[]
  kLimits = 0x434b5011,      // Limit[16], RLIMIT_CPU first
  kAttributes = 0x434b5012,  // one Attributes
  kThreadSettings = 0x434b5018, // ThreadSettings[]
  kFileWatches = 0x434b501f,    // FileWatch[], then the string pool
  kDirectories = 0x434b5023,    // Directory[], then the string pool
  kNames = 0x434b5024,          // DirectoryName[], then the string pool
  kGuards = 0x434b5025,         // GuardRange[]
  kWaiting = 0x434b5026,        // Waiting[]
  kFlights = 0x434b5027,        // Flight[]
  kHidden = 0x434b5028,         // Hidden[]
  kSystemV = 0x434b5037,        // SystemVSegment[]
  kVirtual = 0x434b5036,        // VirtualNumber[], then the string pool
};

// The descriptor of every CKPT note starts at a file offset that is a multiple
// of 8, so that records can be used where they lie.  ELF aligns notes to 4
// only: the writer puts a filler (owner "CKPT", any size, no meaning) in front
// where that is needed, and readers skip fillers.
inline constexpr u32 kFillerNote = 0x434b50f0;

// Every CKPT note's descriptor but a filler's starts with this; `count` records
// of `record_size` bytes follow, then `pool_size` bytes of pool.  Text notes
// have record_size 1 and no pool.
struct NoteHead {
  u32 record_size;
  u32 reserved;
  u64 count;
  u64 pool_size;
};
static_assert(sizeof(NoteHead) == 24);

struct Meta {
  u32 format_version;
  u32 arch;
  u32 page_size;
  u32 umask;
  u64 data_offset;
  u64 generation;  // 1 for a job's first image
  u64 restarts;    // how often the job had been restarted
  i64 time_sec;    // CLOCK_REALTIME of the checkpoint
  u32 time_nsec;
  i32 pid;
  u8 job_id[16];   // random, drawn once when the job first started

  u64 resume_entry; // __ckpt_resume of the saved process
  u64 stack_top;    // the runtime's own stack, in work_start..work_end
  u64 work_start;   // the runtime's scratch memory: always zero in the image
  u64 work_end;

  // struct prctl_mm_map without auxv and exe_fd (linux/prctl.h), same order.
  u64 mm[11]; // start_code end_code start_data end_data start_brk brk
              // start_stack arg_start arg_end env_start env_end

  u64 vvar_start;  // lowest [vvar*] mapping, or vdso_start; 0: no vdso
  u64 vdso_start;
  u64 vdso_end;
  char comm[16];   // PR_GET_NAME, NUL padded
  u64 personality; // informational
  u64 xstate_permissions; // ARCH_GET_XCOMP_PERM: AMX is asked for again
};
static_assert(sizeof(Meta) == 248);

struct CpuLeaf {
  u32 leaf, subleaf, eax, ebx, ecx, edx;
};
// Pseudo leaf that holds XCR0: eax = low half, edx = high half.
inline constexpr u32 kCpuLeafXcr0 = 0xc0c00000;

enum MappingFlag : u32 {
  kGrowsDown = 1 << 0,
  kNoReserve = 1 << 1,
  kAccounted = 1 << 2,   // was writable once: charged against the commit limit
  kHugePage = 1 << 3,    // MADV_HUGEPAGE
  kNoHugePage = 1 << 4,  // MADV_NOHUGEPAGE
  kDontFork = 1 << 5,    // MADV_DONTFORK
  kDontDump = 1 << 6,    // MADV_DONTDUMP
  kWipeOnFork = 1 << 7,  // MADV_WIPEONFORK
  kMergeable = 1 << 8,   // MADV_MERGEABLE
  kNamed = 1 << 9,       // backed by a file at its first checkpoint (NT_FILE)
  kVdso = 1 << 10,       // the vDSO: bytes saved, never mapped as they are
  kSeqRead = 1 << 11,    // MADV_SEQUENTIAL
  kRandRead = 1 << 12,   // MADV_RANDOM
  kShared = 1 << 13,     // of shared[object]
  kLocked = 1 << 14,      // mlock
  kLockOnFault = 1 << 15, // and only what is touched (MLOCK_ONFAULT)
  kHugeTlb = 1 << 16,     // MAP_HUGETLB, of pages of 1 << page_shift bytes
  kDroppable = 1 << 17,   // MAP_DROPPABLE: its content may go at any time
  kAnonymousName = 1 << 18, // path is a name given by PR_SET_VMA_ANON_NAME
  kOnlyRead = 1 << 19,      // kShared: through what could only read; no runs
  kUnwritten = 1 << 20,     // kNamed: each page was that of the file so named
  kSharedView = 1 << 21,    // kUnwritten: mapped shared, by what could only read
  kAllMappingFlags = (1 << 22) - 1,
};

// Sorted by start, not overlapping, page aligned.
struct Mapping {
  u64 start;
  u64 end;
  u64 readable_end; // from here to end a read gives SIGBUS (past end of file)
  u64 file_offset;
  u32 prot;  // PROT_*
  u32 flags; // MappingFlag
  u32 path;  // in the string pool; kNamed, or kShared of a file
  u32 path_size;
  u32 object; // kShared: index of its SharedObject, at file_offset of which it
              // begins
  u32 page_shift; // kHugeTlb
};
static_assert(sizeof(Mapping) == 56);

// Pages with content.  Sorted by address; inside one mapping's readable part;
// everything in a mapping that no run covers is zero.  At most kMaxRunPages.
// crc = crc32c over {u64 address, u64 file_offset, u64 pages} and the bytes.
struct Run {
  u64 address;
  u64 file_offset;
  u32 pages;
  u32 crc;
};
static_assert(sizeof(Run) == 24);
inline constexpr u32 kMaxRunPages = 256;

// Guard pages (MADV_GUARD_INSTALL) of private anonymous memory.  Sorted, not
// overlapping, each inside one mapping and free of runs.
struct GuardRange {
  u64 start;
  u64 end;
};
static_assert(sizeof(GuardRange) == 16);
inline constexpr u32 kMostGuards = 1 << 16;

enum ThreadFlag : u32 {
  kEnded = 1 << 0, // only the leader: it has ended, the others run on
  kAllThreadFlags = (1 << 1) - 1,
};

// The leader first, then by ascending tid.
struct Thread {
  i32 tid;              // as its C library knows it
  u32 rseq_size;      // 0: not registered
  u64 frame;          // the rt_sigframe to return through
  u64 fs_base;
  u64 gs_base;
  u64 tid_address;    // PR_GET_TID_ADDRESS
  u64 robust_list;    // get_robust_list(2)
  u64 robust_size;
  u64 rseq;
  u32 rseq_signature;
  u32 flags;            // ThreadFlag
  char name[16];        // PR_GET_NAME, NUL padded
};
static_assert(sizeof(Thread) == 88);

enum class FdKind : u32 {
  kInherited = 1, // open when the job started: taken from the new process
  kRegular = 2,   // reopened by path
  kDevice = 3,    // /dev/null, zero, full, random, urandom: reopened by path
  kTerminal = 4,  // opened by the program: reopened by path
  kPipe = 5,      // both ends here; with a path: a FIFO
  kEventfd = 6,
  kEpoll = 7,     // what it watches is in Watch[]
  kSignalfd = 8,
  kTimerfd = 9,
  kMemfd = 10,
  kUnlinked = 11,   // a regular file without a name: its bytes are in the image
  kDirectory = 12,  // reopened by path
  kPathOnly = 13,   // O_PATH: reopened by path
  kKernelFile = 14, // of /proc or /sys: reopened by path
  kSocket = 15,     // bound, listening, or connected to another one in here
  kInotify = 16,    // what it watches is in FileWatch[]
  kMaster = 17,     // of a pseudo terminal
  kSlave = 18,      // its other side: the master is here too
  kSelf = 19,       // pidfd of the job itself
  kQueue = 20,      // POSIX message queue: opened again by its name
};
inline constexpr u32 kLastFdKind = 20;

// Whose signals O_ASYNC sends, as F_SETOWN_EX takes it.
enum class FdOwner : u16 {
  kNone = 0,
  kThread = 1,  // Descriptor::owner is its tid
  kProcess = 2, // the job itself
  kGroup = 3,   // the job's process group
};

enum FdFlag : u32 {
  kCloseOnExec = 1 << 0,
  kHeadHash = 1 << 1, // head_crc is known
  kTailHash = 1 << 2, // tail_crc is known
  kQuiet = 1 << 3,    // an epoll set that had nothing to tell
  kRemoved = 1 << 4,  // a directory without a name
  kInFlight = 1 << 5, // no number of the program's: in a queue only (Flight)
  kWriterGone = 1 << 6, // a pipe's reader that poll(2) tells POLLHUP
  kAllFdFlags = (1 << 7) - 1,
};

// One per descriptor number, sorted by number.  A descriptor that shares its
// open file description with a lower one names that one in `shares`; its other
// fields repeat it.
struct Descriptor {
  i32 number;
  FdKind kind;
  u32 flags;      // FdFlag
  u32 open_flags; // F_GETFL
  i32 shares;     // -1: the description's lowest number
  i32 inherited;  // kInherited: the number it had when the job started
  u32 mode;       // st_mode
  u32 content;    // 1 + the index of its Content, 0: it has none
  u64 offset;
  u64 length;     // st_size
  u64 device;     // st_dev, st_ino, st_rdev: informational, except in /proc
  u64 inode;
  u64 rdev;
  u32 head_crc;   // crc32c of the first min(4096, length) bytes
  u32 tail_crc;   // crc32c of the last min(4096, length) bytes before length
  u32 path;       // in the string pool
  u32 path_size;
  i32 owner;        // FdOwner::kThread: a tid
  FdOwner owner_kind;
  u16 owner_signal; // F_SETSIG
};
static_assert(sizeof(Descriptor) == 96);

// What a Content holds, by its kind; the descriptors that share it (the two
// ends of a pipe, a file opened twice) name the same one.
//   pipe      size: frames; value[0]: capacity
//   eventfd   value[0]: counter; flags: kSemaphore
//   signalfd  value[0]: mask
//   timerfd   value[0]: clock, [1]: nanoseconds left (0: disarmed), or the
//             time of day of an absolute one, [2]: interval, [3]: expirations
//             not read; flags: TFD_TIMER_*
//   memfd     size: length; value[0]: seals; flags: MFD_* that is asked again
//   unlinked  size: length
//   socket    size: frames; value[0]: domain, [1]: type, [2]: protocol,
//             [3]: 1 + its peer's index, or a listening one's backlog; flags
//   inotify   value[0]: bytes of events that were not read
//   master    size: frames; value[0]: MasterFlag; value[1]: struct winsize
//   queue     value[0]: most messages, [1]: their most bytes, [2]: how many
//   slave     value[0]: 1 + the index of its master's; flags: kExclusive
// Its bytes are in ContentRun[]; what no run covers is zero.
struct Content {
  FdKind kind;
  u32 flags;
  u64 size;
  u64 value[4];
};
static_assert(sizeof(Content) == 48);

enum MasterFlag : u64 {
  kLockedSlave = 1 << 0, // TIOCSPTLCK
  kPackets = 1 << 1,     // TIOCPKT
  kExclusive = 1 << 2,   // TIOCEXCL
  kHungUp = 1 << 3,      // the slave was opened and closed
  kAllMasterFlags = (1 << 4) - 1,
};

// A piece of a Content's bytes, at most kMaxRunPages pages, in the data area
// behind the page runs.  Sorted by content and position, and by file_offset,
// which is a multiple of the page size; zeros follow to the next page.
// crc = crc32c over {u64 content, u64 position, u64 file_offset, u64 size} and
// the bytes.
struct ContentRun {
  u64 position;
  u64 file_offset;
  u32 content; // index
  u32 size;
  u32 crc;
  u32 reserved;
};
static_assert(sizeof(ContentRun) == 32);

// One descriptor that an epoll set watches.
struct Watch {
  i32 number; // of the set: the lowest of its description
  i32 target; // the number it was added under
  i32 via;    // a descriptor of that description; another one than `target`
              // when that was closed, or is another file now
  u32 events; // as it was added; without EPOLLIN and the like: fired (ONESHOT)
  u64 data;
};
static_assert(sizeof(Watch) == 24);

// A lock, as fcntl(F_SETLK, F_OFD_SETLK, F_SETLEASE) and flock(2) take it.
enum class LockOwner : u16 {
  kProcess = 0,
  kFlock = 1,
  kDescription = 2,
  kLease = 3,
};
struct RecordLock {
  i32 number; // a descriptor of the file
  u16 type;   // F_RDLCK or F_WRLCK
  LockOwner owner;
  u64 start;
  u64 length; // 0: to the end
};
static_assert(sizeof(RecordLock) == 24);

// A directory in which the job makes files, to tell later which names are new
// there.  Its names are names[first .. first + count), sorted, each once.
struct Directory {
  u64 inode;
  u32 path; // in the string pool, absolute
  u32 path_size;
  u32 first;
  u32 count;
  u32 flags; // DirectoryFlag
  u32 reserved;
};
static_assert(sizeof(Directory) == 32);
enum DirectoryFlag : u32 {
  kTooMany = 1 << 0, // it has more names than are told: none is
};
inline constexpr u32 kMostDirectories = 16;
inline constexpr u32 kMostNames = 8192; // of all directories

struct DirectoryName {
  u64 inode;
  u32 name; // in the string pool
  u32 name_size;
};
static_assert(sizeof(DirectoryName) == 16);

struct Action { // struct kernel_sigaction
  u64 handler;
  u64 flags;
  u64 restorer;
  u64 mask;
};
static_assert(sizeof(Action) == 32);
inline constexpr u32 kSignals = 64;

struct PendingSignal {
  i32 tid; // the thread it was sent to, 0: the process
  i32 reserved;
  u8 info[128]; // siginfo_t
};
static_assert(sizeof(PendingSignal) == 136);

enum class TimerKind : u32 {
  kPosix = 1,   // timer_create(2)
  kReal = 2,    // setitimer(2), alarm(2)
  kVirtual = 3,
  kProf = 4,
};

enum TimerFlag : u32 {
  kAbsoluteTimer = 1 << 0, // set to a time of day: `expiry` is that time
  kAllTimerFlags = (1 << 1) - 1,
};

// The interval timers come first, in the order of TimerKind, only those that
// are set; then POSIX timers by ascending id.  Times in nanoseconds.
struct Timer {
  TimerKind kind;
  u32 flags;    // TimerFlag; this and the next six: kPosix only, else zero
  i32 id;       // the number that the program holds
  i32 clock;    // clockid_t; of a thread: with the id it has in the image
  i32 notify;   // SIGEV_NONE, SIGEV_SIGNAL, SIGEV_THREAD_ID
  i32 signal;
  i32 tid;      // SIGEV_THREAD_ID: the thread that is signalled
  u32 overrun;  // timer_getoverrun(2)
  u64 value;    // sigev_value
  i64 interval; // 0: it expires once
  i64 left;     // until it expires next; 0: it is not armed
  i64 expiry;   // kAbsoluteTimer: the same as a time of its clock
  u64 due;      // expiries whose signal was pending; repeated timers only
};
static_assert(sizeof(Timer) == 72);

enum class ClocksOf : u32 {
  kProcess = 1,
  kChildren = 2, // that have been waited for
  kThread = 3,
};

// What clocks showed and getrusage(2) told.  The process first, then its
// children, then threads.  Times in nanoseconds.
struct Clocks {
  ClocksOf of;
  i32 tid;       // kThread only
  i64 monotonic; // CLOCK_MONOTONIC and CLOCK_BOOTTIME: kProcess only
  i64 boottime;
  i64 cpu;       // CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID
  i64 user;      // ru_utime
  i64 system;    // ru_stime
  i64 max_rss;   // KiB
  i64 counts[6]; // ru_minflt, majflt, inblock, oublock, nvcsw, nivcsw
};
static_assert(sizeof(Clocks) == 104);

inline constexpr char kCommitMagic[8] = {'C', 'K', 'P', 'T', 'D', 'O', 'N',
                                         'E'};
struct Commit {
  char magic[8];
  u64 file_size;   // this record included
  u64 data_offset; // = Meta::data_offset
  u32 head_crc;    // crc32c of bytes 0..data_offset
  u32 self_crc;    // crc32c of the fields above
};
static_assert(sizeof(Commit) == 32);

// Mark of a program that carries the runtime: an allocated ELF note, owner
// "CKPT", found through PT_NOTE.  The driver fills default_flags after the link.
inline constexpr u32 kProgramNote = 0x434b50ff;
inline constexpr u32 kProgramAbi = 1;
struct ProgramNote {
  u32 abi;
  char default_flags[1020]; // NUL padded; --ckpt-default
};
static_assert(sizeof(ProgramNote) == 1024);

} // namespace ckpt::image
