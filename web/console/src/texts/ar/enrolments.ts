import type { Texts } from '../en/index.ts';

const forms: Record<string, string> = { one: 'تسجيل', two: 'تسجيلان', few: 'تسجيلات', many: 'تسجيلًا', other: 'تسجيل', zero: 'تسجيلات' };
const plural = new Intl.PluralRules('ar');

export const enrolments: Texts['enrolments'] = {
  title: 'التسجيلات',
  lead: 'كل محاولة لإعطاء شخص مفتاحًا: البريد الذي فيه الرابط، وما صار إليه.',
  columns: { person: 'الشخص', key: 'المفتاح', status: 'الحالة', sent: 'بدأ', by: 'بدأه' },
  filters: {
    status: 'الحالة',
    person: 'الشخص',
    any: 'أيّ',
    open: 'مفتوح (قيد الانتظار أو فُتح)',
    expiring: 'تنتهي اليوم',
    clear: 'امسح عوامل التصفية',
  },
  count: (n, said) => `${said} ${forms[plural.select(n)] ?? ''}`,
  until: 'يعمل الرابط حتى',
  mail: 'البريد',
  mailFailed: (reason) => `السبب: ${reason}`,
  byScript: 'برنامج أو المشغّل',
  linkNote: 'الرابط في بريده وحده، ولا يمكن لأحد أن يقرأه هنا. أرسل رابطًا جديدًا إن ضاع.',
  empty: { title: 'لا تسجيلات بعد', text: 'تبدأ حين يُعطى شخص مفتاحًا.', nothingFits: 'لا تسجيل يطابق', nothingFitsText: 'اختر عوامل تصفية أخرى.' },
};
