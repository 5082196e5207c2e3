import type { Texts } from '../en/index.ts';

export const keys: Texts['keys'] = {
  title: 'مفاتيح الأمان',
  lead: 'كل مفتاح أُعطي، والأحدث أولًا.',
  search: 'ابحث عن مفتاح',
  searchHint: 'المفتاح، أو اسم صاحبه أو بريده أو اسم المستخدم',
  columns: { name: 'المفتاح', person: 'الشخص', status: 'الحالة', activated: 'فُعّل', used: 'آخر استخدام', created: 'أُعطي' },
  filters: { kind: 'النوع', status: 'الحالة', person: 'الشخص', any: 'أيّ', clear: 'امسح عوامل التصفية' },
  neverUsed: 'لا يُعرف استخدام',
  empty: {
    title: 'لا مفاتيح بعد',
    text: 'أعطِ شخصًا مفتاحه الأول في «مستخدم جديد» أو في صفحته.',
    nothingFits: 'لا مفتاح يطابق',
    nothingFitsText: 'اختر عوامل تصفية أخرى.',
  },
};
