"""The screens of the electronic vaccination booklet."""
