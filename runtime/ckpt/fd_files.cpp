// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files and directories: opened again by their name, or, without one, with
// their bytes in the image.
#include <linux/magic.h>
#include <asm/statfs.h>
#include <linux/stat.h>

#include "runtime/ckpt/fd_record.h"
#include "runtime/fd/faults.h"
#include "runtime/fd/hashes.h"
#include "runtime/fd/list.h"
#include "runtime/sys/keeper.h"

namespace ckpt {

namespace {

constexpr int kGetSeals = 1034; // F_GET_SEALS
constexpr char kMemfdPrefix[] = "/memfd:";
constexpr char kDeleted[] = " (deleted)";

// An image that survives a power failure needs the file it refers to.
bool make_durable(FdRecord &record) {
  SysResult synced = sys::fdatasync(record.number);
  if (synced.ok())
    return true;
  record.why.set(fd::name_of(record.number),
                 " cannot be written to its disk (errno ", synced.error(), ")");
  return false;
}

// To close a file that was opened again drops the process's record locks on it,
// whichever descriptor took them.  What is in the way of a lock of this
// description may be one of those.
bool may_be_locked(int number) {
  constexpr int kGetOfd = 36; // F_OFD_GETLK
  struct flock wanted = {};
  wanted.l_type = F_WRLCK;
  return sys::fcntl(number, kGetOfd, reinterpret_cast<u64>(&wanted)).ok() &&
         wanted.l_type != F_UNLCK;
}

// What chattr(1) forbids: to write other than at the end, or at all.
bool attributes_forbid(const FdRecord &record) {
  constexpr int kEmptyPath = 0x1000; // AT_EMPTY_PATH
  struct statx about = {};
  if (record.access() == O_RDONLY || record.type() != fd::kTypeRegular ||
      !sys::call(__NR_statx, record.number, "", kEmptyPath, 0, &about).ok())
    return false;
  return about.stx_attributes & STATX_ATTR_IMMUTABLE ||
         (about.stx_attributes & STATX_ATTR_APPEND &&
          !(record.d.open_flags & O_APPEND));
}

// Asked without opening: to close the file again would drop its locks.
bool may_open_again(FdRecord &record, const char *path) {
  constexpr int kRead = 4, kWrite = 2; // access(2)
  int wanted = record.access() == O_RDONLY   ? kRead
               : record.access() == O_WRONLY ? kWrite
                                             : kRead | kWrite;
  return (sys::call(__NR_access, path, wanted).ok() &&
          !attributes_forbid(record)) ||
         record.refuse("could not be opened again: its permissions or attributes "
                       "forbid it; chmod or chattr it before a checkpoint");
}

bool is_here(const struct stat &named, const FdRecord &record) {
  return named.st_dev == record.st.st_dev && named.st_ino == record.st.st_ino;
}

constexpr u64 kMostLooked = 1 << 16; // entries of a directory

// Another name of the file in a directory (a text that ends with '/').
bool find_in(FdRecord &record, StringView directory) {
  Text<4200> path(directory);
  SysResult opened =
      sys::open_own(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (!opened.ok())
    return false;
  u64 looked = 0;
  bool found = false;
  (void)fd::each_entry(opened.fd(), [&](StringView name, u64 inode) {
    struct stat st;
    if (inode == record.st.st_ino && !path.cut()) {
      path.set(directory, name);
      found = !path.cut() && sys::lstat(path.c_str(), st).ok() &&
              is_here(st, record);
    }
    return !found && ++looked < kMostLooked;
  });
  sys::close(opened.fd()).ignore();
  if (found)
    record.link.set(path.view());
  return found;
}

// The kernel tells the name that the file was opened by.  Where that was one of
// several hard links, or none (O_TMPFILE, linked since), the others are looked
// for in its directory and in the working directory.
bool find_other_name(FdRecord &record) {
  if (record.type() != fd::kTypeRegular || !record.st.st_nlink)
    return false;
  StringView was = record.link.view();
  size_t size = was.size;
  while (size && was[size - 1] != '/')
    --size;
  Text<4200> directory(was.take(size));
  if (find_in(record, directory.view()))
    return true;
  char here[kPathMax];
  if (!sys::getcwd(here, sizeof here).ok())
    return false;
  directory.set(StringView(here), "/");
  return find_in(record, directory.view());
}

bool path_leads_here(FdRecord &record) {
  struct stat named;
  SysResult found = sys::stat(record.link.c_str(), named);
  if ((found.ok() && is_here(named, record)) || find_other_name(record))
    return may_open_again(record, record.link.c_str());
  if (record.st.st_nlink && record.type() == fd::kTypeRegular)
    return record.refuse("has been removed or replaced under the name that it "
                         "was opened by, and its other names are neither in "
                         "that directory nor in the working directory");
  return record.refuse("has been removed");
}

// Namespaces, secret memory, buffers of devices: regular files to stat(2), of which
// there is one, made by a call of its own.
bool is_of_no_tree(const FdRecord &record) {
  struct statfs fs;
  return !record.link.view().starts_with("/") ||
         (sys::call(__NR_fstatfs, record.number, &fs).ok() &&
          (fs.f_type == SECRETMEM_MAGIC || fs.f_type == DMA_BUF_MAGIC));
}

bool is_memfd(FdRecord &record, StringView &name) {
  StringView link = record.link.view();
  if (!link.starts_with(kMemfdPrefix) || !link.ends_with(kDeleted) ||
      !sys::fcntl(record.number, kGetSeals).ok())
    return false;
  name = link.take(link.size - StringView(kDeleted).size)
             .drop(StringView(kMemfdPrefix).size);
  return true;
}

bool record_memfd(FdRecord &record, StringView name) {
  struct statfs fs;
  if (!sys::call(__NR_fstatfs, record.number, &fs).ok())
    return record.refuse("cannot be looked at");
  if (fs.f_type == HUGETLBFS_MAGIC)
    return record.refuse("is a memfd of huge pages, which is not saved");
  bool is_new = false;
  if (!add_content(record, image::FdKind::kMemfd, is_new) ||
      !record.add_path(name))
    return false;
  image::Content &content = content_of(record);
  content.size = static_cast<u64>(record.st.st_size);
  content.value[0] =
      static_cast<u64>(sys::fcntl(record.number, kGetSeals).value());
  return true;
}

// Its directory must take another file at the restart.
bool record_unlinked(FdRecord &record) {
  bool is_new = false;
  if (!add_content(record, image::FdKind::kUnlinked, is_new) ||
      !record.add_path(record.link.view()))
    return false;
  content_of(record).size = static_cast<u64>(record.st.st_size);
  return true;
}

// /proc/PID/... of this very process is /proc/self/... wherever it goes on.
bool add_kernel_path(FdRecord &record) {
  StringView link = record.link.view(), fault;
  fault = fd::fault_of_proc_file(link, state.pid);
  if (!fault.empty())
    return record.refuse(fault);
  Text<32> own("/proc/", state.pid, "/");
  if (!link.starts_with(own.view()))
    return record.add_path(link);
  // The first thread is the one that opens it again.
  StringView rest = link.drop(own.view().size);
  Text<32> first("task/", state.pid, "/");
  bool of_first = rest.starts_with(first.view());
  Text<4200> path(of_first ? "/proc/thread-self/" : "/proc/self/",
                  of_first ? rest.drop(first.view().size) : rest);
  return record.add_path(path.view());
}

bool record_named(FdRecord &record, const Provenance &from, bool locked) {
  image::Descriptor &d = record.d;
  d.length = static_cast<u64>(record.st.st_size);
  bool stream = from.certain;
  d.kind = stream ? image::FdKind::kInherited : image::FdKind::kRegular;
  if (stream)
    d.inherited = from.entry->number;
  if ((!stream && !path_leads_here(record)) ||
      !record.add_path(record.link.view()))
    return false;
  fd::hash_ends(record.number, d, locked || may_be_locked(record.number));
  return record.access() == O_RDONLY || make_durable(record);
}

// A directory that has been removed is empty, and stays so.
bool record_removed(FdRecord &record) {
  struct stat named;
  StringView link = record.link.view();
  SysResult found = sys::stat(record.link.c_str(), named);
  if ((found.ok() && is_here(named, record)) || !link.ends_with(kDeleted) ||
      !link.starts_with("/"))
    return false;
  record.d.flags |= image::kRemoved;
  return record.add_path(link.take(link.size - StringView(kDeleted).size));
}

} // namespace

bool record_regular(FdRecord &record, const Provenance &from, bool locked) {
  StringView name;
  if (!from.certain && is_queue(record))
    return record_queue(record);
  if (fd::of_kernel(record.number)) {
    record.d.kind = image::FdKind::kKernelFile;
    return add_kernel_path(record);
  }
  if (!from.certain && is_memfd(record, name))
    return record_memfd(record, name);
  if (!from.certain && is_of_no_tree(record))
    return record.refuse("is of a kind that is not saved");
  if (!from.certain && !record.st.st_nlink)
    return record_unlinked(record);
  return record_named(record, from, locked);
}

bool record_directory(FdRecord &record) {
  record.d.kind = image::FdKind::kDirectory;
  if (fd::of_kernel(record.number))
    return add_kernel_path(record);
  return record_removed(record) ||
         (path_leads_here(record) && record.add_path(record.link.view()));
}

// A link itself, where that was opened (O_NOFOLLOW).
bool record_path_only(FdRecord &record) {
  record.d.kind = image::FdKind::kPathOnly;
  if (!record.link.view().starts_with("/"))
    return record.refuse("was opened with O_PATH, and has no name");
  if (fd::of_kernel(record.number))
    return add_kernel_path(record);
  struct stat named;
  if (record.type() == fd::kTypeDirectory && record_removed(record))
    return true;
  if (!sys::lstat(record.link.c_str(), named).ok() || !is_here(named, record))
    return record.refuse("was opened with O_PATH, and has been removed");
  return record.add_path(record.link.view());
}

} // namespace ckpt
