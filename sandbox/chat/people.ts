/** Who takes part in the sample chat: all of them invented. */

export interface Participant {
  readonly handle: string
  readonly name: string
  readonly about: string
}

export const host = 'hcsm_hour_host'

export const participants: readonly Participant[] = [
  { handle: host, name: 'The #hcsm hour', about: 'An hour on health care and social media, every Wednesday' },
  { handle: 'nurse_amara_k', name: 'Amara K., RN', about: 'Ward nurse. Night shifts and notebooks.' },
  { handle: 'jonas_writes_plain', name: 'Jonas Feld', about: 'Plain language editor for a hospital group' },
  { handle: 'dr_ilse_moor', name: 'Dr Ilse Moor', about: 'GP in a village with one bus' },
  { handle: 'pixel_pharmacist', name: 'Pixel Pharmacist 💊', about: 'Community pharmacy, bad puns' },
  { handle: 'renata_patientvoice', name: 'Renata Solís', about: 'Patient advocate. Living with lupus.' },
  { handle: 'tomas_at_thehospital', name: 'Tomáš Bílek', about: 'Hospital communications, Brno' },
  { handle: 'yuki_ux_health', name: '由紀 (Yuki)', about: 'Designs appointment letters people can read' },
  { handle: 'samir_ph_data', name: 'Samir Haddad', about: 'Public health, charts, coffee' },
  { handle: 'first_time_fiona', name: 'Fiona Walsh', about: 'New here. Health librarian.' },
  { handle: 'quiet_reader_77', name: 'Quiet Reader', about: 'Mostly lurking' },
  { handle: 'maya_mhealth', name: 'Maya 🌍 mHealth', about: 'Phones, clinics, long roads' },
  { handle: 'late_larry_ed', name: 'Larry Osei', about: 'Medical educator, always ten minutes late' },
  { handle: 'noa_podcasts', name: 'נועה', about: 'A podcast about hospital food. Really.' },
]
