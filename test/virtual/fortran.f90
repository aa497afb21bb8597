! SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
! Fortran's units: formatted, unformatted, direct and scratch.
! REQUIRES: gfortran
! RUN: %job %s %t --random 4 --requests vacate --build "gfortran -O2" \
! RUN:   --modes static,pie --files records --stderr any \
! RUN:   --env "CKPT_FLAGS=-_condor_aggravate_bugs"
program streams
  implicit none
  integer :: i, value, total
  open(unit=10, file='text', status='replace')
  open(unit=11, file='records', access='direct', recl=8, status='replace')
  open(unit=12, status='scratch', form='unformatted')
  total = 0
  do i = 1, 20000
    write(10, *) i
    write(11, rec=i) i, -i
    write(12) i * 2
  end do
  rewind(10)
  rewind(12)
  do i = 1, 20000
    read(10, *) value
    total = mod(total * 3 + value, 1000003)
    read(12) value
    total = mod(total * 3 + value, 1000003)
    read(11, rec=i) value
    total = mod(total * 3 + value, 1000003)
  end do
  close(10, status='delete')
  print *, total
end program
