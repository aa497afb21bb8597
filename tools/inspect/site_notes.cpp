// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/inspect/site_notes.h"
#include <cstring>
#include <elf.h>
#include <memory>

namespace ckpt::inspect {

namespace {

constexpr u64 kMostBytes = 1ull << 28;
constexpr char kDamaged[] = "the list of sections is damaged";

bool fail(std::string &why, const char *text) {
  why = text;
  return false;
}

u64 up(u64 size) { return (size + 3) & ~3ull; }

// The text at the front of `rest`, which loses it.
bool take_text(Bytes &rest, std::string &out) {
  const void *end = rest.size ? std::memchr(rest.data, 0, rest.size) : nullptr;
  if (!end)
    return false;
  out.assign(reinterpret_cast<const char *>(rest.data));
  rest = {rest.data + out.size() + 1, rest.size - out.size() - 1};
  return true;
}

bool parse_site(Bytes text, Site &site) {
  if (text.size < site::kFixedSize)
    return false;
  u8 kind = text.data[0], outcome = text.data[1];
  std::memcpy(&site.line, text.data + 4, sizeof site.line);
  if (kind < static_cast<u8>(site::Kind::kCall) ||
      kind > static_cast<u8>(site::Kind::kAssembly) ||
      (outcome != static_cast<u8>(site::Outcome::kRouted) &&
       outcome != static_cast<u8>(site::Outcome::kLeft)))
    return false;
  site.kind = static_cast<site::Kind>(kind);
  site.routed = outcome == static_cast<u8>(site::Outcome::kRouted);
  Bytes rest{text.data + site::kFixedSize, text.size - site::kFixedSize};
  return take_text(rest, site.function) && take_text(rest, site.call) &&
         take_text(rest, site.why) && take_text(rest, site.file);
}

struct Sections {
  std::vector<Elf64_Shdr> headers;
  std::string names;
};

bool read_headers(u64 file_size, const ReadAt &read, const Elf64_Ehdr &head,
                  Sections &out, std::string &why) {
  u64 count = head.e_shnum;
  Elf64_Shdr first;
  if (!head.e_shoff)
    return true; // they were stripped
  if (head.e_shentsize != sizeof first || head.e_shoff > file_size ||
      file_size - head.e_shoff < sizeof first ||
      !read(head.e_shoff, &first, sizeof first))
    return fail(why, kDamaged);
  u64 names = head.e_shstrndx == SHN_XINDEX ? first.sh_link : head.e_shstrndx;
  if (!count)
    count = first.sh_size;
  if (!count || count > (file_size - head.e_shoff) / sizeof first ||
      count > kMostBytes / sizeof first || names >= count)
    return fail(why, kDamaged);
  out.headers.resize(count);
  if (!read(head.e_shoff, out.headers.data(), count * sizeof first))
    return fail(why, kDamaged);
  const Elf64_Shdr &text = out.headers[names];
  if (text.sh_size > kMostBytes || text.sh_offset > file_size ||
      text.sh_size > file_size - text.sh_offset)
    return fail(why, kDamaged);
  out.names.resize(text.sh_size);
  return read(text.sh_offset, out.names.data(), text.sh_size) ||
         fail(why, kDamaged);
}

bool is_ours(const Sections &all, const Elf64_Shdr &header) {
  return header.sh_name < all.names.size() &&
         std::strcmp(all.names.c_str() + header.sh_name, site::kSection) == 0;
}

} // namespace

bool parse_sites(Bytes notes, std::vector<Site> &out, std::string &why) {
  constexpr char kText[] = "the notes of its system calls are damaged";
  u64 at = 0;
  while (at < notes.size) {
    Elf64_Nhdr head;
    u64 left = notes.size - at;
    if (left < sizeof head)
      return fail(why, kText);
    std::memcpy(&head, notes.data + at, sizeof head);
    u64 size = sizeof head + up(head.n_namesz) + up(head.n_descsz);
    // The last one may end without its padding.
    if (sizeof head + up(head.n_namesz) + head.n_descsz > left)
      return fail(why, kText);
    const u8 *name = notes.data + at + sizeof head;
    if (head.n_type == site::kNoteType && head.n_namesz == 5 &&
        std::memcmp(name, "CKPT", 5) == 0) {
      Site site;
      if (!parse_site({name + up(head.n_namesz), head.n_descsz}, site))
        return fail(why, kText);
      out.push_back(std::move(site));
    }
    at += size;
  }
  return true;
}

bool find_sites(u64 file_size, const ReadAt &read, std::vector<Site> &out,
                std::string &why) {
  Elf64_Ehdr head;
  if (file_size < sizeof head || !read(0, &head, sizeof head) ||
      std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 ||
      head.e_ident[EI_CLASS] != ELFCLASS64 ||
      head.e_ident[EI_DATA] != ELFDATA2LSB || head.e_machine != EM_X86_64)
    return fail(why, "not a program, library or object for x86-64");
  Sections all;
  if (!read_headers(file_size, read, head, all, why))
    return false;
  for (const Elf64_Shdr &header : all.headers) {
    if (!is_ours(all, header))
      continue;
    if (header.sh_size > kMostBytes || header.sh_offset > file_size ||
        header.sh_size > file_size - header.sh_offset)
      return fail(why, kDamaged);
    std::unique_ptr<u8[]> bytes(new u8[header.sh_size]);
    if (!read(header.sh_offset, bytes.get(), header.sh_size))
      return fail(why, kDamaged);
    if (!parse_sites({bytes.get(), header.sh_size}, out, why))
      return false;
  }
  return true;
}

} // namespace ckpt::inspect
